// Telling people: the channels, and what was told over them or waits.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Select, type TableProps, Tag, Tooltip } from 'antd';
import { Link } from 'react-router-dom';
import { useMay } from '../access/session';
import { answer, api, type Schemas } from '../api/client';
import { FilterBar, TermFilter } from '../frame/Filters';
import { Foreign } from '../frame/Foreign';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { problemOf } from '../frame/ProblemNote';
import { useUrlFilters } from '../frame/urlFilters';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { deliveryStateTerms, happeningTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { SeverityMark } from '../monitor/tags';
import { ChannelCards, useChannels } from './ChannelCards';
import { noticeWords } from './words';

type Delivery = Schemas['Delivery'];
const kKeys = ['channel', 'state'] as const;

function DeliveryStateTag({ state }: { state: Schemas['DeliveryState'] }) {
  const term = useTerm();
  const colour = { waiting: 'processing', sent: 'success', given_up: 'error' }[state];
  return <Tag color={colour}>{term(deliveryStateTerms, state)}</Tag>;
}

function Outcome({ delivery }: { delivery: Delivery }) {
  const t = useWords(noticeWords);
  const { language } = useLanguage();
  return (
    <>
      {delivery.failure && (
        <Tooltip title={<Foreign>{delivery.failure.detail || delivery.failure.code}</Foreign>}>
          <span>{delivery.failure.explanation[language]}</span>
        </Tooltip>
      )}
      {delivery.next_try_at && delivery.failure && (
        <span className="hb-soft">
          {' '}
          · {t('nextTry')} <When at={delivery.next_try_at} />
        </span>
      )}
      {delivery.ended_at && !delivery.failure && <When at={delivery.ended_at} />}
      {!delivery.failure && !delivery.ended_at && '—'}
    </>
  );
}

function ReplayButton({ delivery }: { delivery: Delivery }) {
  const t = useWords(noticeWords);
  const client = useQueryClient();
  const { modal, notification } = App.useApp();
  const replay = useMutation({
    mutationFn: () => answer(api.POST('/deliveries/{id}/replay', { params: { path: { id: delivery.id } } })),
    onSuccess: () => notification.success({ title: t('replayed') }),
    onError: (error) => notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['deliveries'] });
      void client.invalidateQueries({ queryKey: ['channels'] });
    },
  });
  return (
    <Button
      size="small"
      type="link"
      data-testid={`replay-${delivery.id}`}
      onClick={() =>
        void modal.confirm({
          title: t('replayAsk'),
          content: t('replayAskMore'),
          okText: t('replay'),
          onOk: () => replay.mutateAsync().catch(() => undefined),
        })
      }
    >
      {t('replay')}
    </Button>
  );
}

function useColumns(): TableProps<Delivery>['columns'] {
  const t = useWords(noticeWords);
  const count = useCounts();
  const term = useTerm();
  const may = useMay();
  return [
    { key: 'at', title: t('at'), width: 100, render: (_, row) => <When at={row.at} /> },
    { key: 'state', title: t('state'), width: 80, render: (_, row) => <DeliveryStateTag state={row.state} /> },
    { key: 'channel', title: t('channel'), width: 100, render: (_, row) => row.channel },
    { key: 'severity', title: t('severity'), width: 80, render: (_, row) => <SeverityMark severity={row.severity} /> },
    {
      key: 'site',
      title: t('site'),
      width: 190,
      render: (_, row) => (
        <Link to={`/findings/${row.finding}`}>
          <Foreign>{row.site.name || row.rule}</Foreign>
        </Link>
      ),
    },
    { key: 'happening', title: t('happening'), width: 90, render: (_, row) => term(happeningTerms, row.happening) },
    { key: 'attempts', title: t('attempts'), width: 80, align: 'right', render: (_, row) => count(row.attempts) },
    { key: 'outcome', title: t('outcome'), width: 200, render: (_, row) => <Outcome delivery={row} /> },
    {
      key: 'key',
      title: t('key'),
      width: 90,
      render: (_, row) => (
        <Tooltip title={row.key}>
          <span className="hb-mono">{row.key.slice(0, 8)}</span>
        </Tooltip>
      ),
    },
    ...(may('tell')
      ? [
          {
            key: 'replay',
            width: 80,
            fixed: 'right' as const,
            render: (_: unknown, row: Delivery) => <ReplayButton delivery={row} />,
          },
        ]
      : []),
  ];
}

export function NoticePage() {
  const t = useWords(noticeWords);
  const columns = useColumns();
  const channels = useChannels().data?.items ?? [];
  const { filters, change, clear } = useUrlFilters(kKeys);
  const query = { channel: filters.channel, state: filters.state as Delivery['state'] | undefined };
  // What is told while one looks is seen: the channels are asked every few seconds.
  const moved = channels.map((one) => `${one.waiting}/${one.sent}/${one.given_up}`).join(' ');
  return (
    <>
      <PageHead title={t('notice')} />
      <ChannelCards />
      <FilterBar filters={filters} clear={clear}>
        <Select
          allowClear
          placeholder={t('channel')}
          aria-label={t('channel')}
          value={filters.channel}
          popupMatchSelectWidth={false}
          options={channels.map((one) => ({ value: one.name, label: one.name }))}
          onChange={(channel?: string) => change({ channel })}
        />
        <TermFilter
          label={t('state')}
          terms={deliveryStateTerms}
          value={filters.state}
          change={(state) => change({ state })}
        />
      </FilterBar>
      <PagedTable<Delivery>
        label={t('deliveries')}
        queryKey={['deliveries', filters, moved]}
        load={(cursor, limit) => answer(api.GET('/deliveries', { params: { query: { ...query, cursor, limit } } }))}
        columns={columns}
        rowKey="id"
        scrollX={1000}
        empty={t('none')}
      />
    </>
  );
}
