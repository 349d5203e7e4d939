// How the watch has kept its word over a day: lateness and rows not visited, period by period, and the rows themselves.
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Skeleton, Table, type TableProps } from 'antd';
import { useCallback, useState } from 'react';
import { Link } from 'react-router-dom';
import { answer, api, type Schemas } from '../api/client';
import type { Tokens } from '../app/tokens';
import { Chart } from '../chart/Chart';
import { absolute } from '../frame/moments';
import { ProblemNote } from '../frame/ProblemNote';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { VantageCard } from './VantageCard';
import { WatchCard } from './WatchCard';
import { wallWords } from './wallWords';

type Period = Schemas['WatchPeriod'];
const kRefreshMs = 30_000;
const kMillis = 1_000;

function PeriodChart({ periods }: { periods: Period[] }) {
  const t = useWords(wallWords);
  const { language } = useLanguage();
  const option = useCallback(
    (tokens: Tokens) => ({
      grid: { left: 56, right: 56, top: 36, bottom: 28 },
      legend: { top: 0, textStyle: { color: tokens.inkSoft } },
      xAxis: {
        type: 'category',
        data: periods.map((one) => absolute(one.began_at, language)),
        axisLabel: { show: false },
      },
      yAxis: [
        {
          type: 'value',
          name: t('late'),
          nameTextStyle: { align: 'left' },
          splitLine: { lineStyle: { color: tokens.line } },
        },
        { type: 'value', name: t('missed'), minInterval: 1, splitLine: { show: false } },
      ],
      tooltip: { trigger: 'axis' },
      series: [
        { name: t('p99'), type: 'line', showSymbol: false, data: periods.map((one) => one.late_ms.p99 / kMillis) },
        { name: t('most'), type: 'line', showSymbol: false, data: periods.map((one) => one.late_ms.most / kMillis) },
        {
          name: t('missed'),
          type: 'bar',
          barMaxWidth: 16,
          yAxisIndex: 1,
          itemStyle: { color: tokens.state.bad },
          data: periods.map((one) => one.not_visited),
        },
      ],
    }),
    [periods, t, language],
  );
  return <Chart label={t('periods')} height={240} option={option} />;
}

function PeriodTable({ periods }: { periods: Period[] }) {
  const t = useWords(wallWords);
  const count = useCounts();
  const { language } = useLanguage();
  const seconds = (ms: number) => (ms / kMillis).toFixed(1);
  const columns: TableProps<Period>['columns'] = [
    { key: 'began', title: t('began'), render: (_, row) => <time>{absolute(row.began_at, language)}</time> },
    {
      key: 'rows',
      title: t('rows'),
      align: 'right',
      render: (_, row) => (
        <Link to={`/rounds/${row.round}`}>
          {count(row.done)} / {count(row.rows)}
        </Link>
      ),
    },
    {
      key: 'missed',
      title: t('missed'),
      align: 'right',
      render: (_, row) => <Link to={`/rounds/${row.round}?outcome=not_visited`}>{count(row.not_visited)}</Link>,
    },
    { key: 'left', title: t('leftAlone'), align: 'right', render: (_, row) => count(row.left_alone) },
    { key: 'p99', title: t('p99'), align: 'right', render: (_, row) => seconds(row.late_ms.p99) },
    { key: 'most', title: t('most'), align: 'right', render: (_, row) => seconds(row.late_ms.most) },
  ];
  return (
    <Table<Period>
      size="small"
      aria-label={t('periods')}
      rowKey="round"
      columns={columns}
      dataSource={periods}
      scroll={{ x: 'max-content' }}
      pagination={{ defaultPageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
    />
  );
}

function RegistrationCard({ loads }: { loads: Schemas['Watch']['registrations'] }) {
  const t = useWords(wallWords);
  const count = useCounts();
  if (loads.length === 0) return null;
  return (
    <Card className="hb-gap-below" size="small" title={t('registrations')}>
      <Table
        size="small"
        aria-label={t('registrations')}
        rowKey="registry"
        pagination={false}
        dataSource={loads}
        scroll={{ x: 'max-content' }}
        columns={[
          { key: 'registry', title: t('registry'), dataIndex: 'registry' },
          { key: 'domains', title: t('domains'), align: 'right', render: (_, row) => count(row.domains) },
          { key: 'overdue', title: t('overdue'), align: 'right', render: (_, row) => count(row.overdue) },
        ]}
      />
    </Card>
  );
}

export function CoverageTab() {
  const t = useWords(wallWords);
  const [onlyMissed, setOnlyMissed] = useState(false);
  const watch = useQuery({ queryKey: ['watch'], queryFn: () => answer(api.GET('/watch')) });
  const query = useQuery({
    queryKey: ['watch-periods'],
    queryFn: () => answer(api.GET('/watch/periods')),
    refetchInterval: kRefreshMs,
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const periods = query.data.items;
  const missed = periods.filter((one) => one.not_visited > 0);
  const shown = (onlyMissed ? missed : periods).toReversed();
  return (
    <>
      {watch.data?.every_s === null && <Alert className="hb-gap-below" type="info" showIcon title={t('off')} />}
      <WatchCard />
      <VantageCard />
      <RegistrationCard loads={watch.data?.registrations ?? []} />
      {periods.length > 0 && (
        <Card
          size="small"
          title={t('periods')}
          extra={
            <label className="hb-soft">
              <input type="checkbox" checked={onlyMissed} onChange={(event) => setOnlyMissed(event.target.checked)} />{' '}
              {t('onlyMissed')}
            </label>
          }
        >
          {missed.length === 0 && <p className="hb-soft">{t('allKept')}</p>}
          <PeriodChart periods={periods} />
          <PeriodTable periods={shown} />
        </Card>
      )}
    </>
  );
}
