import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Progress, Select, Skeleton, type TableProps } from 'antd';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router-dom';
import { useMay } from '../access/session';
import { answer, api, type Schemas } from '../api/client';
import { BarLinks } from '../chart/BarLinks';
import { Foreign } from '../frame/Foreign';
import { span } from '../frame/moments';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { ProblemNote, problemOf } from '../frame/ProblemNote';
import { useUrlFilters } from '../frame/urlFilters';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { outcomeTerms, roundKindTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { NewestRows } from './NewestRows';
import { type Live, useRoundProgress } from './progress';
import { MarkSign, OutcomeTag, outcomeTone, RoundStateTag } from './tags';
import { monitorWords } from './words';

type Round = Schemas['RoundDetail'];
type HostRow = Schemas['HostRow'];
const kKeys = ['outcome'] as const;

function Cancel({ round, onDone }: { round: Round; onDone: () => void }) {
  const t = useWords(monitorWords);
  const { modal, notification } = App.useApp();
  const cancel = useMutation({
    mutationFn: () => answer(api.POST('/rounds/{id}/cancel', { params: { path: { id: round.id } } })),
    onSuccess: onDone,
    onError: (error) => notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
  });
  const ask = () =>
    void modal.confirm({
      title: t('cancelAsk'),
      content: t('cancelAskMore'),
      okText: t('cancelRound'),
      cancelText: t('keep'),
      okButtonProps: { danger: true },
      onOk: () => cancel.mutateAsync().catch(() => undefined),
    });
  return (
    <Button danger onClick={ask}>
      {t('cancelRound')}
    </Button>
  );
}

function Outcomes({ id, counts }: { id: number; counts: Schemas['Count'][] }) {
  const t = useWords(monitorWords);
  const term = useTerm();
  const items = counts
    .filter((item) => item.count > 0)
    .sort((a, b) => b.count - a.count)
    .map((item) => ({
      key: item.key,
      name: term(outcomeTerms, item.key),
      to: `/rounds/${id}?outcome=${encodeURIComponent(item.key)}`,
      parts: [
        { key: item.key, count: item.count, colour: `var(--hb-state-${outcomeTone(item.key as Schemas['Outcome'])})` },
      ],
    }));
  return <BarLinks label={t('outcomes')} items={items} />;
}

interface Standing {
  done: number;
  total: number;
  findings: number | null; // known while the round runs
}

function Figures({ round, live, standing }: { round: Round; live: Live; standing: Standing }) {
  const t = useWords(monitorWords);
  const count = useCounts();
  const { language } = useLanguage();
  const p = live.progress;
  const elapsed =
    p?.elapsed_seconds ?? (round.ended_at ? (Date.parse(round.ended_at) - Date.parse(round.started_at)) / 1000 : null);
  const figures: [string, string][] = [
    [t('rows'), `${count(standing.done)} / ${count(standing.total)}`],
    ...(standing.findings !== null ? [[t('found'), count(standing.findings)] as [string, string]] : []),
    ...(elapsed !== null ? [[t('elapsed'), span(elapsed, language)] as [string, string]] : []),
    ...(p && round.state === 'running'
      ? [[t('rate'), t('rateValue', { n: p.rate.toFixed(1) })] as [string, string]]
      : []),
    ...(p && p.eta_seconds !== null && round.state === 'running'
      ? [[t('eta'), span(p.eta_seconds, language)] as [string, string]]
      : []),
  ];
  return (
    <div className="hb-figures hb-live">
      {figures.map(([name, value]) => (
        <div key={name}>
          <span className="hb-figure-value">{value}</span>
          <span className="hb-soft">{name}</span>
        </div>
      ))}
    </div>
  );
}

function useRowColumns(): NonNullable<TableProps<HostRow>['columns']> {
  const t = useWords(monitorWords);
  const count = useCounts();
  return [
    {
      key: 'site',
      title: t('site'),
      width: 220,
      render: (_, row) => (
        <Link to={`/sites/${row.site.id}`}>
          <Foreign>{row.site.name || `#${row.site.id}`}</Foreign>
        </Link>
      ),
    },
    {
      key: 'host',
      title: t('host'),
      width: 240,
      render: (_, row) => (
        <span className="hb-mono">
          <Foreign>{row.host || '—'}</Foreign>
        </span>
      ),
    },
    { key: 'outcome', title: t('outcome'), width: 150, render: (_, row) => <OutcomeTag outcome={row.outcome} /> },
    { key: 'status', title: t('status'), width: 80, render: (_, row) => row.status || '—' },
    {
      key: 'total',
      title: t('total'),
      width: 100,
      align: 'right',
      render: (_, row) => (row.timing.total === null ? '—' : t('ms', { n: count(row.timing.total) })),
    },
    { key: 'mark', title: t('mark'), width: 130, render: (_, row) => <MarkSign mark={row.mark?.state ?? null} /> },
    { key: 'title', title: t('title'), width: 220, ellipsis: true, render: (_, row) => <Foreign>{row.title}</Foreign> },
    {
      key: 'reason',
      title: t('reasonWhy'),
      width: 260,
      ellipsis: true,
      render: (_, row) => <Foreign>{row.reason}</Foreign>,
    },
  ];
}

function Rows({ id, running }: { id: number; running: boolean }) {
  const t = useWords(monitorWords);
  const term = useTerm();
  const columns = useRowColumns();
  const { filters, change } = useUrlFilters(kKeys);
  const outcome = filters.outcome as Schemas['Outcome'] | undefined;
  const load = (cursor: string | undefined, limit: number) =>
    answer(api.GET('/rounds/{id}/rows', { params: { path: { id }, query: { outcome, cursor, limit } } }));
  return (
    <Card
      size="small"
      title={t('allRows')}
      extra={
        <Select
          allowClear
          size="small"
          className="hb-outcome-pick"
          placeholder={t('outcome')}
          aria-label={t('outcome')}
          value={filters.outcome}
          popupMatchSelectWidth={false}
          options={Object.keys(outcomeTerms).map((value) => ({ value, label: term(outcomeTerms, value) }))}
          onChange={(value?: string) => change({ outcome: value })}
        />
      }
    >
      <PagedTable<HostRow>
        label={t('allRows')}
        queryKey={['round', id, 'rows', filters, running]}
        load={load}
        columns={columns}
        rowKey="id"
        empty={t('noRows')}
      />
    </Card>
  );
}

export function RoundPage() {
  const t = useWords(monitorWords);
  const term = useTerm();
  const may = useMay();
  const client = useQueryClient();
  const id = Number(useParams().id);
  const query = useQuery({
    queryKey: ['round', id],
    queryFn: () => answer(api.GET('/rounds/{id}', { params: { path: { id } } })),
  });
  const running = query.data?.state === 'running';
  const live = useRoundProgress(id, running);
  const ended = live.connection === 'ended';
  useEffect(() => {
    if (!ended) return;
    for (const key of ['round', 'rounds', 'overview', 'sites', 'site', 'findings', 'waves', 'wave'])
      void client.invalidateQueries({ queryKey: [key] });
  }, [ended, client]);
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const round = query.data;
  if (!round) return <Skeleton active />;
  const standing: Standing =
    running && live.progress ? live.progress : { done: round.done, total: round.targets, findings: null };
  const percent =
    standing.total > 0 ? Math.floor((100 * standing.done) / standing.total) : round.state === 'finished' ? 100 : 0;
  return (
    <>
      <PageHead
        title={t('round', { n: round.id })}
        tags={<RoundStateTag state={round.state} />}
        note={
          <>
            {term(roundKindTerms, round.kind)} · <When at={round.started_at} /> · <Foreign>{round.by}</Foreign> ·{' '}
            <Link to={`/findings?round=${round.id}`}>{t('found')}</Link>
          </>
        }
        actions={running && may('run_rounds') && <Cancel round={round} onDone={() => void query.refetch()} />}
      />
      <div className="hb-grid" data-testid="round" data-state={round.state}>
        <Card size="small" className={running ? 'hb-span-12' : 'hb-span-5'} title={t('progress')}>
          <Figures round={round} live={live} standing={standing} />
          <Progress percent={percent} status={running ? 'active' : 'normal'} aria-label={t('progress')} />
          {running && live.connection === 'lost' && <Alert type="warning" showIcon title={t('lost')} />}
        </Card>
        <Card size="small" className={running ? 'hb-span-4' : 'hb-span-7'} title={t('outcomes')}>
          <Outcomes id={round.id} counts={running && live.progress ? live.progress.by_outcome : round.by_outcome} />
        </Card>
        {running && (
          <div className="hb-span-8">
            <NewestRows rows={live.progress?.last_rows ?? []} />
          </div>
        )}
        <div className="hb-span-12">
          <Rows id={round.id} running={running} />
        </div>
      </div>
    </>
  );
}
