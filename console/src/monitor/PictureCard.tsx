// The page as a browser drew it. What it shows is the page's word, not ours: it stands in a frame of its own that says so.
import { Card } from 'antd';
import { apiBase, type Schemas } from '../api/client';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { monitorWords } from './words';

export function PictureCard({ finding }: { finding: Schemas['Finding'] }) {
  const t = useWords(monitorWords);
  const picture = finding.picture;
  if (!picture) return null;
  // Another picture of the same finding is another address, so that no old one is shown from the cache.
  const address = `${apiBase}/findings/${finding.id}/picture?taken=${encodeURIComponent(picture.taken_at)}`;
  return (
    <Card
      size="small"
      title={t('picture')}
      extra={
        <a href={address} target="_blank" rel="noreferrer">
          {t('pictureWhole')}
        </a>
      }
    >
      <div className="hb-soft">
        {t('pictureNote')} <When at={picture.taken_at} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div className="hb-picture" tabIndex={0}>
        <img src={address} width={picture.width} height={picture.height} loading="lazy" alt={t('pictureAlt')} />
      </div>
    </Card>
  );
}
