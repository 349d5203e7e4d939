// What the watch may do with a site and when it keeps away; every order given, by whom.
import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Descriptions, Skeleton, Space, Table, type TableProps, Tag } from 'antd';
import { useState } from 'react';
import { useMay } from '../access/session';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { absolute } from '../frame/moments';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useLanguage, useWords } from '../language/LanguageContext';
import { OrderForm, Withdraw } from './OrderForm';
import { daysText, endsNextDay, type QuietHours } from './orders';
import { orderWords } from './orderWords';

type Order = Schemas['OrderInForce'];
type Given = Schemas['GivenOrder'];

export function Consent({ order }: { order: Order }) {
  const t = useWords(orderWords);
  return (
    <>
      <Tag color={order.consent === 'none' ? 'error' : undefined}>{t(order.consent)}</Tag>{' '}
      {order.consent_by && <Foreign>{order.consent_by}</Foreign>}
    </>
  );
}

export function Pause({ order }: { order: Order }) {
  const t = useWords(orderWords);
  const { language } = useLanguage();
  if (!order.paused) return <span className="hb-faint">{t('notPaused')}</span>;
  return (
    <>
      <Tag color="warning">
        {order.paused_until ? t('pausedUntil', { when: absolute(order.paused_until, language) }) : t('paused')}
      </Tag>{' '}
      <Foreign>{order.pause_reason ?? ''}</Foreign>
    </>
  );
}

export function Quiet({ hours }: { hours: QuietHours[] }) {
  const t = useWords(orderWords);
  const { language } = useLanguage();
  if (hours.length === 0) return <span className="hb-faint">{t('noQuiet')}</span>;
  return (
    <span className="hb-cell-lines">
      {hours.map((one) => (
        <span key={`${one.days.join()} ${one.from}-${one.to}`}>
          {daysText(one.days, language)} {one.from}–{endsNextDay(one) && `${t('nextDay')} `}
          {one.to}
        </span>
      ))}
    </span>
  );
}

export function Every({ order }: { order: Order }) {
  const t = useWords(orderWords);
  return <>{order.every > 1 ? t('everyNth', { n: order.every }) : t('everyPeriod')}</>;
}

function From({ from }: { from: Schemas['OrderedFor'] | null }) {
  const t = useWords(orderWords);
  if (from === null) return <p className="hb-soft">{t('byDefault')}</p>;
  if (from.scope === 'site') return null;
  const name = from.region?.name ?? from.of?.name ?? '';
  return (
    <p className="hb-soft">
      <Foreign>{t(from.scope === 'region' ? 'fromRegion' : 'fromUnit', { name })}</Foreign>
    </p>
  );
}

function History({ given }: { given: Given[] }) {
  const t = useWords(orderWords);
  const columns: TableProps<Given>['columns'] = [
    { key: 'at', title: t('given'), width: 150, render: (_, row) => <When at={row.at} /> },
    { key: 'by', title: t('by'), width: 120, render: (_, row) => <Foreign>{row.by}</Foreign> },
    {
      key: 'consent',
      title: t('consent'),
      render: (_, row) => (row.withdrawn ? <Tag>{t('withdrawn')}</Tag> : <Consent order={row} />),
    },
    { key: 'pause', title: t('pause'), render: (_, row) => <Pause order={row} /> },
    { key: 'quiet', title: t('quiet'), render: (_, row) => <Quiet hours={row.quiet} /> },
  ];
  return (
    <Card size="small" title={t('history')}>
      <Table<Given>
        size="small"
        rowKey={(row) => `${row.at} ${row.by}`}
        columns={columns}
        dataSource={given}
        pagination={false}
        scroll={{ x: 720 }}
      />
    </Card>
  );
}

export function OrdersTab({ site }: { site: number }) {
  const t = useWords(orderWords);
  const may = useMay();
  const [editing, setEditing] = useState(false);
  const query = useQuery({
    queryKey: ['orders', site],
    queryFn: () => answer(api.GET('/sites/{id}/orders', { params: { path: { id: site } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active />;
  const { now, from, history } = query.data;
  return (
    <div className="hb-stack">
      <Card
        size="small"
        title={t('inForce')}
        extra={
          may('run_rounds') && (
            <Space>
              {from?.scope === 'site' && (
                <Withdraw
                  withdraw={() =>
                    answer(
                      api.POST('/sites/{id}/orders', { params: { path: { id: site } }, body: { withdrawn: true } }),
                    )
                  }
                  onDone={() => void query.refetch()}
                />
              )}
              <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
                {t('change')}
              </Button>
            </Space>
          )
        }
      >
        <From from={from} />
        <Descriptions
          size="small"
          column={{ xs: 1, md: 4 }}
          items={[
            { key: 'consent', label: t('consent'), children: <Consent order={now} /> },
            { key: 'pause', label: t('pause'), children: <Pause order={now} /> },
            { key: 'quiet', label: t('quiet'), children: <Quiet hours={now.quiet} /> },
            { key: 'every', label: t('every'), children: <Every order={now} /> },
          ]}
        />
      </Card>
      {history.length > 0 && <History given={history} />}
      {editing && (
        <OrderForm
          order={now}
          save={(body) => answer(api.POST('/sites/{id}/orders', { params: { path: { id: site } }, body }))}
          onClose={() => setEditing(false)}
          onSaved={() => void query.refetch()}
        />
      )}
    </div>
  );
}
