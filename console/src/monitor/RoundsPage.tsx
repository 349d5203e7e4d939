import { PlayCircleOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Progress, type TableProps } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import { useMay } from '../access/session';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { ProblemNote, problemOf } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useWords } from '../language/LanguageContext';
import { roundKindTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { useOverview } from '../report/overview';
import { RoundStateTag } from './tags';
import { monitorWords } from './words';

type Round = Schemas['Round'];

export function StartRound() {
  const t = useWords(monitorWords);
  const go = useNavigate();
  const client = useQueryClient();
  const { modal, notification } = App.useApp();
  const running = useOverview().data?.running_round;
  const start = useMutation({
    mutationFn: () => answer(api.POST('/rounds', { body: {} })),
    onSuccess: (round) => {
      void client.invalidateQueries({ queryKey: ['rounds'] });
      void client.invalidateQueries({ queryKey: ['overview'] });
      go(`/rounds/${round.id}`);
    },
    onError: (error) => notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
  });
  return (
    <Button
      type="primary"
      icon={<PlayCircleOutlined />}
      disabled={Boolean(running)}
      data-testid="start-round"
      onClick={() =>
        void modal.confirm({
          title: t('startAsk'),
          content: t('startAskMore'),
          okText: t('start'),
          onOk: () => start.mutateAsync().catch(() => undefined),
        })
      }
    >
      {t('startRound')}
    </Button>
  );
}

export function RoundsPage() {
  const t = useWords(monitorWords);
  const count = useCounts();
  const term = useTerm();
  const may = useMay();
  const overview = useOverview();
  const columns: TableProps<Round>['columns'] = [
    {
      key: 'id',
      title: '#',
      width: 100,
      render: (_, row) => <Link to={`/rounds/${row.id}`}>{t('round', { n: row.id })}</Link>,
    },
    { key: 'state', title: t('state'), width: 100, render: (_, row) => <RoundStateTag state={row.state} /> },
    { key: 'started', title: t('startedAt'), width: 150, render: (_, row) => <When at={row.started_at} /> },
    {
      key: 'finished',
      title: t('finishedAt'),
      width: 150,
      render: (_, row) => (row.ended_at ? <When at={row.ended_at} /> : '—'),
    },
    { key: 'by', title: t('startedBy'), width: 130, render: (_, row) => <Foreign>{row.by}</Foreign> },
    { key: 'kind', title: t('roundKind'), width: 120, render: (_, row) => term(roundKindTerms, row.kind) },
    {
      key: 'rows',
      title: t('rows'),
      width: 260,
      render: (_, row) => (
        <span className="hb-round-rows">
          <Progress
            percent={row.targets > 0 ? Math.floor((100 * row.done) / row.targets) : 100}
            size="small"
            showInfo={false}
            status="normal"
            aria-label={t('progress')}
          />
          <span className="hb-nowrap">
            {count(row.done)} / {count(row.targets)}
          </span>
        </span>
      ),
    },
  ];
  const load = (cursor: string | undefined, limit: number) =>
    answer(api.GET('/rounds', { params: { query: { cursor, limit } } }));
  return (
    <>
      <PageHead title={t('rounds')} actions={may('run_rounds') && <StartRound />} />
      {overview.isError && <ProblemNote error={overview.error} onRetry={() => void overview.refetch()} />}
      <PagedTable<Round>
        label={t('rounds')}
        queryKey={['rounds', overview.data?.running_round?.id ?? 0]}
        load={load}
        columns={columns}
        rowKey="id"
        empty={t('roundsNone')}
      />
    </>
  );
}
