// Orders to the watch for whole regions and units: consent, pauses, quiet hours, how often.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Form, Skeleton, Space, Table, type TableProps } from 'antd';
import { useState } from 'react';
import { useMay } from '../access/session';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useWords } from '../language/LanguageContext';
import { OrganisationField, RegionField } from '../registry/fields';
import { OrderForm, Withdraw } from './OrderForm';
import { Consent, Every, Pause, Quiet } from './OrdersTab';
import { orderWords } from './orderWords';

type Item = Schemas['GroupOrders']['items'][number];
type Row = Pick<Item, 'order' | 'sites'> & { whom: Item['whom'] | null; key: string };

interface Whom {
  region?: string;
  unit?: number;
}

// One of them: where one is chosen, the other goes.
function WhomFields() {
  const region = Form.useWatch('region');
  const unit = Form.useWatch('unit');
  return (
    <>
      {unit === undefined && <RegionField />}
      {region === undefined && <OrganisationField name="unit" word="organisation" />}
    </>
  );
}

const give = (body: Schemas['GroupOrderNew']) => answer(api.POST('/orders', { body }));
const whomOf = (whom: Item['whom']): Whom => (whom.region ? { region: whom.region.code } : { unit: whom.of?.id });

function useColumns(actions: (row: Row) => React.ReactNode): TableProps<Row>['columns'] {
  const t = useWords(orderWords);
  const count = useCounts();
  return [
    {
      key: 'whom',
      title: t('whom'),
      render: (_, row) =>
        row.whom ? <Foreign>{row.whom.region?.name ?? row.whom.of?.name ?? ''}</Foreign> : t('general'),
    },
    { key: 'sites', title: t('sites'), align: 'right', render: (_, row) => (row.whom ? count(row.sites) : '—') },
    { key: 'consent', title: t('consent'), render: (_, row) => <Consent order={row.order} /> },
    { key: 'pause', title: t('pause'), render: (_, row) => <Pause order={row.order} /> },
    { key: 'quiet', title: t('quiet'), render: (_, row) => <Quiet hours={row.order.quiet} /> },
    { key: 'every', title: t('every'), render: (_, row) => <Every order={row.order} /> },
    {
      key: 'by',
      title: t('by'),
      render: (_, row) =>
        row.whom && (
          <>
            <Foreign>{row.order.by}</Foreign> <When at={row.order.at} />
          </>
        ),
    },
    { key: 'actions', render: (_, row) => actions(row) },
  ];
}

export function GroupOrdersTab() {
  const t = useWords(orderWords);
  const may = useMay();
  const [editing, setEditing] = useState<Row | 'new' | null>(null);
  const query = useQuery({ queryKey: ['group-orders'], queryFn: () => answer(api.GET('/orders')) });
  const again = () => void query.refetch();
  const columns = useColumns(
    (row) =>
      may('run_rounds') &&
      row.whom && (
        <Space>
          <Button onClick={() => setEditing(row)}>{t('change')}</Button>
          <Withdraw withdraw={() => give({ ...(row.whom ? whomOf(row.whom) : {}), withdrawn: true })} onDone={again} />
        </Space>
      ),
  );
  if (query.isError) return <ProblemNote error={query.error} onRetry={again} />;
  if (!query.data) return <Skeleton active />;
  const general = { ...query.data.general, by: '', at: '', withdrawn: false };
  const rows: Row[] = [
    ...query.data.items.map((item) => ({ ...item, key: `${item.whom.region?.code ?? ''} ${item.whom.of?.id ?? ''}` })),
    { whom: null, order: general, sites: 0, key: 'general' },
  ];
  const chosen = editing === 'new' ? null : editing;
  return (
    <Card
      size="small"
      title={t('groups')}
      extra={
        may('run_rounds') && (
          <Button icon={<PlusOutlined />} onClick={() => setEditing('new')} data-testid="group-order">
            {t('addGroup')}
          </Button>
        )
      }
    >
      <p className="hb-soft">{t('groupsMore')}</p>
      <Table<Row>
        size="small"
        rowKey="key"
        columns={columns}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
      {editing && (
        <OrderForm<Whom>
          order={chosen?.order ?? general}
          whom={chosen ? undefined : <WhomFields />}
          save={(body, { region, unit }) =>
            give({ ...(chosen?.whom ? whomOf(chosen.whom) : { region, unit }), ...body })
          }
          onClose={() => setEditing(null)}
          onSaved={again}
        />
      )}
    </Card>
  );
}
