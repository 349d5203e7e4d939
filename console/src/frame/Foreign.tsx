import { ExportOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useWords } from '../language/LanguageContext';
import { safeHref, showForeign } from './foreign';
import { frameWords } from './words';

// Text of others in a line: isolated from the direction of ours, controls made visible.
export function Foreign({ children }: { children: string }) {
  return <bdi>{showForeign(children)}</bdi>;
}

// Several of them, one below the other.
export function ForeignLines({ texts }: { texts: string[] }) {
  return (
    <span className="hb-cell-lines">
      {texts.map((one) => (
        <Foreign key={one}>{one}</Foreign>
      ))}
    </span>
  );
}

// An address of others: the text first, and beside it a link that tells the other side nothing.
export function OutsideLink({ address, text }: { address: string; text?: string }) {
  const t = useWords(frameWords);
  const href = safeHref(address);
  return (
    <span className="hb-outside">
      <span className="hb-mono">
        <Foreign>{text ?? address}</Foreign>
      </span>
      {href && (
        <Tooltip title={t('openOutside')}>
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            referrerPolicy="no-referrer"
            aria-label={t('openOutside')}
          >
            <ExportOutlined />
          </a>
        </Tooltip>
      )}
    </span>
  );
}
