import { ClusterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Collapse, Descriptions, Skeleton, Timeline, Typography } from 'antd';
import { Link, useParams } from 'react-router-dom';
import { useMay } from '../access/session';
import { api, type Schemas, taggedAnswer } from '../api/client';
import { Foreign, OutsideLink } from '../frame/Foreign';
import { PageHead } from '../frame/PageHead';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useLanguage, useWords } from '../language/LanguageContext';
import { categoryTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { Decide } from './Decide';
import { BodyKept, EvidenceList } from './Evidence';
import { FindingsTable, SiteOf } from './FindingsTable';
import { PictureCard } from './PictureCard';
import { WaveNote } from './Trait';
import { FindingStateTag, SeverityMark } from './tags';
import { eventTerms, monitorWords } from './words';

type Finding = Schemas['Finding'];

function Facts({ finding }: { finding: Finding }) {
  const t = useWords(monitorWords);
  const term = useTerm();
  return (
    <Card size="small">
      <Descriptions
        size="small"
        column={1}
        styles={{ label: { width: 92 } }}
        items={[
          {
            key: 'site',
            label: t('site'),
            children: <SiteOf site={finding.site} cause={finding.id} />,
          },
          {
            key: 'category',
            label: t('category'),
            children: (
              <Link to={`/findings?category=${finding.category}`}>{term(categoryTerms, finding.category)}</Link>
            ),
          },
          {
            key: 'rule',
            label: t('rule'),
            children: (
              <span className="hb-mono">
                <Foreign>{finding.rule}</Foreign>
              </span>
            ),
          },
          { key: 'confidence', label: t('confidence'), children: `${Math.round(finding.confidence * 100)} %` },
          { key: 'asked', label: t('asked'), children: finding.url ? <OutsideLink address={finding.url} /> : '—' },
          {
            key: 'subject',
            label: t('subject'),
            children: (
              <span className="hb-mono">
                <Foreign>{finding.subject || '—'}</Foreign>
              </span>
            ),
          },
          { key: 'first', label: t('firstSeen'), children: <When at={finding.first_seen_at} /> },
          { key: 'last', label: t('lastSeen'), children: <When at={finding.last_seen_at} /> },
          { key: 'times', label: t('timesSeen'), children: finding.times_seen },
          { key: 'body', label: t('body'), children: <BodyKept finding={finding} /> },
          {
            key: 'fingerprint',
            label: t('fingerprint'),
            children: (
              <Typography.Text copyable={{ tooltips: false }} className="hb-mono hb-faint">
                {finding.fingerprint}
              </Typography.Text>
            ),
          },
        ]}
      />
    </Card>
  );
}

function Events({ finding }: { finding: Finding }) {
  const t = useWords(monitorWords);
  const term = useTerm();
  return (
    <Card size="small" title={t('history')}>
      <Timeline
        items={finding.events.map((event, index) => ({
          key: `${event.at} ${index}`,
          content: (
            <>
              <strong>{term(eventTerms, event.what)}</strong>{' '}
              <span className="hb-soft">
                <When at={event.at} /> <Foreign>{event.by}</Foreign>
              </span>
              {event.note && (
                <div>
                  <Foreign>{event.note}</Foreign>
                </div>
              )}
            </>
          ),
        }))}
      />
    </Card>
  );
}

function CauseNote({ cause }: { cause: number }) {
  const t = useWords(monitorWords);
  return (
    <Alert
      className="hb-gap-below"
      type="info"
      showIcon
      icon={<ClusterOutlined />}
      data-testid="cause-note"
      title={t('explainedNote')}
      action={<Link to={`/findings/${cause}`}>{t('seeCause')}</Link>}
    />
  );
}

function Headers({ finding }: { finding: Finding }) {
  const t = useWords(monitorWords);
  if (finding.headers.length === 0) return null;
  return (
    <Collapse
      size="small"
      items={[
        {
          key: 'headers',
          label: t('headers'),
          children: (
            <pre className="hb-snippet">
              {finding.headers.map((header, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat and never move
                <span key={index} className="hb-line">
                  <Foreign>{`${header.name}: ${header.value}`}</Foreign>
                </span>
              ))}
            </pre>
          ),
        },
      ]}
    />
  );
}

export function FindingPage() {
  const t = useWords(monitorWords);
  const { language } = useLanguage();
  const may = useMay();
  const id = Number(useParams().id);
  const query = useQuery({
    queryKey: ['finding', id],
    queryFn: () => taggedAnswer(api.GET('/findings/{id}', { params: { path: { id } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const finding = query.data.value;
  return (
    <>
      <PageHead
        title={finding.explanation[language]}
        note={
          <span className="hb-verdict">
            <SeverityMark severity={finding.severity} />
            <FindingStateTag state={finding.state} decision={finding.decision} />
          </span>
        }
        actions={may('decide_findings') && <Decide finding={query.data} />}
      />
      <WaveNote wave={finding.wave} />
      {finding.cause && <CauseNote cause={finding.cause} />}
      <div className="hb-grid">
        <div className="hb-span-8 hb-stack hb-top">
          {finding.decided && finding.decision !== 'none' && (
            <Card size="small">
              {t('decidedBy', { by: finding.decided.by })} · <When at={finding.decided.at} />
              <div>
                <Foreign>{finding.decided.reason}</Foreign>
              </div>
              {finding.decided.until && (
                <div className="hb-soft">
                  {t('until')}: <When at={finding.decided.until} />
                </div>
              )}
            </Card>
          )}
          <Card size="small" title={t('evidence')}>
            <EvidenceList evidence={finding.evidence} />
          </Card>
          <Headers finding={finding} />
          {!finding.site && <FindingsTable cause={finding.id} compact />}
        </div>
        <div className="hb-span-4 hb-stack hb-top">
          <Facts finding={finding} />
          <PictureCard finding={finding} />
          <Events finding={finding} />
        </div>
      </div>
    </>
  );
}
