// Evidence is hostile bytes: shown as text with what is invisible made visible, never rendered, never linked.
import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Empty } from 'antd';
import { apiBase, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { showForeign } from '../frame/foreign';
import { useCounts, useWords } from '../language/LanguageContext';
import { monitorWords } from './words';

type Evidence = Schemas['Finding']['evidence'][number];

function Snippet({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <div className="hb-soft">{label}</div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="hb-snippet" tabIndex={0}>
        <bdi>{showForeign(text, 'keep')}</bdi>
      </pre>
    </div>
  );
}

function One({ evidence }: { evidence: Evidence }) {
  const t = useWords(monitorWords);
  const count = useCounts();
  return (
    <section className="hb-evidence">
      <div>
        <span className="hb-soft">
          {evidence.offset >= 0
            ? t('place', { offset: count(evidence.offset), length: count(evidence.length) })
            : t('noPlace')}
        </span>
        {evidence.why && (
          <>
            {' · '}
            <span className="hb-soft">{t('why')}</span>{' '}
            <span className="hb-evidence-why">
              <Foreign>{evidence.why}</Foreign>
            </span>
          </>
        )}
      </div>
      {evidence.snippet && <Snippet label={t('snippet')} text={evidence.snippet} />}
      {evidence.decoded && <Snippet label={t('decoded')} text={evidence.decoded} />}
    </section>
  );
}

export function EvidenceList({ evidence }: { evidence: Evidence[] }) {
  const t = useWords(monitorWords);
  if (evidence.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('evidenceNone')} />;
  return (
    <>
      {evidence.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: evidence of a finding may repeat and never moves
        <One key={index} evidence={item} />
      ))}
    </>
  );
}

// The bytes as fetched. The server sends them as an attachment of no type; a reader is warned all the same.
export function BodyKept({ finding }: { finding: Schemas['Finding'] }) {
  const t = useWords(monitorWords);
  const { modal } = App.useApp();
  if (!finding.body_kept || !/^[0-9a-f]{64}$/.test(finding.body_sha256))
    return <span className="hb-faint">{t('bodyGone')}</span>;
  const fetchIt = () => {
    const link = document.createElement('a');
    link.href = `${apiBase}/evidence/${finding.body_sha256}`;
    link.download = `${finding.body_sha256.slice(0, 16)}.bin`;
    link.click();
  };
  return (
    <Button
      size="small"
      icon={<DownloadOutlined />}
      onClick={() =>
        void modal.confirm({ title: t('body'), content: t('bodyWarn'), okText: t('download'), onOk: fetchIt })
      }
    >
      {t('bodyDownload', { sha: finding.body_sha256.slice(0, 8) })}
    </Button>
  );
}
