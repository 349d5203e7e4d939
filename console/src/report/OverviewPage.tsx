import { Button, Card, Empty, Skeleton } from 'antd';
import { Link } from 'react-router-dom';
import { useMay } from '../access/session';
import type { Schemas } from '../api/client';
import { PageHead } from '../frame/PageHead';
import { ProblemNote } from '../frame/ProblemNote';
import { useCounts, useWords } from '../language/LanguageContext';
import { categoryTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { type Attention, attention } from './attention';
import { Categories, DeclaredMarks, Marks, Outcomes, Regions, States } from './cards';
import { useOverview } from './overview';
import { LatestRound, Trend } from './RoundCards';
import { reportWords } from './words';

function useAttentionSentence(): (line: Attention) => string {
  const t = useWords(reportWords);
  const term = useTerm();
  return (line) => {
    switch (line.kind) {
      case 'attack':
        return t('attacked', { category: term(categoryTerms, line.category ?? '') });
      case 'down':
        return t('down');
      case 'faulty':
        return t('faulty');
      case 'certificate':
        return t('badCertificate');
      case 'mark':
        return t('markDiffers');
      case 'no-address':
        return t('noAddress');
    }
  };
}

function AttentionCard({ overview }: { overview: Schemas['Overview'] }) {
  const t = useWords(reportWords);
  const sentence = useAttentionSentence();
  const count = useCounts();
  const lines = attention(overview);
  return (
    <Card size="small" title={t('attention')} className="hb-span-5">
      {lines.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('nothing')} />
      ) : (
        <ul className="hb-attention" data-testid="attention">
          {lines.map((line) => (
            <li key={line.key}>
              <Link to={line.to}>
                <i className={`hb-dot hb-dot-${line.tone}`} aria-hidden />
                <span>{sentence(line)}</span>
                <strong>{count(line.count)}</strong>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function FirstSteps() {
  const t = useWords(reportWords);
  const may = useMay();
  return (
    <Card>
      <Empty description={t('noRound')}>
        <p className="hb-soft">{t('startFirst')}</p>
        {may('import') && (
          <Link to="/imports">
            <Button type="primary">{t('toImport')}</Button>
          </Link>
        )}{' '}
        <Link to="/rounds">
          <Button>{t('toRounds')}</Button>
        </Link>
      </Empty>
    </Card>
  );
}

function Figures({ overview }: { overview: Schemas['Overview'] }) {
  const count = useCounts();
  const t = useWords(reportWords);
  return (
    <>
      {t('note', {
        sites: count(overview.sites),
        organisations: count(overview.organisations),
        declarations: count(overview.declarations),
      })}
    </>
  );
}

export function OverviewPage() {
  const t = useWords(reportWords);
  const query = useOverview();
  if (query.isError && !query.data) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const overview = query.data;
  if (!overview) return <Skeleton active paragraph={{ rows: 10 }} />;
  const visited = overview.latest_round !== null || overview.running_round !== null;
  return (
    <>
      <PageHead title={t('title')} note={<Figures overview={overview} />} />
      {!visited && <FirstSteps />}
      {visited && (
        <div className="hb-grid">
          <AttentionCard overview={overview} />
          <Categories overview={overview} />
          <div className="hb-span-4 hb-stack hb-top">
            <States overview={overview} />
            <DeclaredMarks overview={overview} />
          </div>
          <Outcomes overview={overview} />
          <Marks overview={overview} />
          <LatestRound overview={overview} />
          <Trend overview={overview} />
          <Regions overview={overview} />
        </div>
      )}
    </>
  );
}
