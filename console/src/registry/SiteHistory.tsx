import { useQuery } from '@tanstack/react-query';
import { Card, Empty, Skeleton, Table, type TableProps } from 'antd';
import { Link } from 'react-router-dom';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { MarkSign, OutcomeTag } from '../monitor/tags';
import { registryWords } from './words';

type Declaration = Schemas['SiteHistory']['declarations'][number];
type Past = Schemas['SiteHistory']['rounds'][number];

const kFieldWords: Record<string, keyof typeof registryWords> = {
  name: 'name',
  life: 'life',
  organisation: 'organisation',
  department: 'department',
  region: 'region',
  ascii_domains: 'asciiNames',
  chinese_domains: 'chineseNames',
  mark_hung: 'mark_hung',
  contact: 'contactName',
  phones: 'phones',
  duty: 'duty',
  mail: 'mail',
  remark: 'remark',
  site_code: 'siteCode',
  icp: 'icp',
  police: 'police',
};
const kAbout = { site: 'aboutSite', declaration: 'aboutDeclaration', contact: 'aboutContact' } as const;

function Fields({ fields }: { fields: Declaration['fields'] }) {
  const t = useWords(registryWords);
  return (
    <span className="hb-cell-lines">
      {fields.map((field) => {
        const word = kFieldWords[field.field];
        return (
          <span key={field.field}>
            <span className="hb-soft">{word ? t(word) : <Foreign>{field.field}</Foreign>}</span>{' '}
            {field.before && (
              <>
                <del className="hb-faint">
                  <Foreign>{field.before}</Foreign>
                </del>{' '}
              </>
            )}
            <Foreign>{field.after || '—'}</Foreign>
          </span>
        );
      })}
    </span>
  );
}

function Declarations({ rows }: { rows: Declaration[] }) {
  const t = useWords(registryWords);
  const columns: TableProps<Declaration>['columns'] = [
    { key: 'recorded', title: t('recorded'), width: 150, render: (_, row) => <When at={row.recorded_at} /> },
    {
      key: 'what',
      title: t('historyWhat'),
      width: 130,
      render: (_, row) => `${t(kAbout[row.about])} · ${t(row.kind)}`,
    },
    { key: 'fields', title: t('historyValue'), render: (_, row) => <Fields fields={row.fields} /> },
    { key: 'from', title: t('historyFrom'), width: 150, render: (_, row) => <When at={row.effective_from} /> },
    {
      key: 'to',
      title: t('historyTo'),
      width: 150,
      render: (_, row) => (row.effective_to ? <When at={row.effective_to} /> : '—'),
    },
    {
      key: 'by',
      title: t('historyBy'),
      width: 170,
      render: (_, row) => (
        <>
          <Foreign>{row.by}</Foreign>{' '}
          {row.import !== null && <Link to={`/imports/${row.import}`}>{t('byImport', { id: row.import })}</Link>}
        </>
      ),
    },
  ];
  return (
    <Table<Declaration>
      size="small"
      rowKey={(row) => `${row.about} ${row.kind} ${row.recorded_at} ${JSON.stringify(row.fields)}`}
      columns={columns}
      dataSource={rows}
      pagination={rows.length > 20 ? { pageSize: 20, size: 'small' } : false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noHistory')} /> }}
    />
  );
}

function PastVisits({ rows }: { rows: Past[] }) {
  const t = useWords(registryWords);
  const columns: TableProps<Past>['columns'] = [
    {
      key: 'round',
      title: t('round'),
      width: 80,
      render: (_, row) => <Link to={`/rounds/${row.round}`}>#{row.round}</Link>,
    },
    { key: 'at', title: t('time'), width: 150, render: (_, row) => <When at={row.at} /> },
    {
      key: 'host',
      title: t('host'),
      render: (_, row) => (
        <span className="hb-mono">
          <Foreign>{row.host}</Foreign>
        </span>
      ),
    },
    { key: 'outcome', title: t('outcome'), width: 140, render: (_, row) => <OutcomeTag outcome={row.outcome} /> },
    { key: 'status', title: t('status'), width: 80, render: (_, row) => row.status || '—' },
    { key: 'mark', title: t('markObserved'), width: 140, render: (_, row) => <MarkSign mark={row.mark} /> },
  ];
  return (
    <Table<Past>
      size="small"
      rowKey={(row) => `${row.round} ${row.host} ${row.at}`}
      columns={columns}
      dataSource={rows}
      pagination={rows.length > 20 ? { pageSize: 20, size: 'small' } : false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noHistory')} /> }}
    />
  );
}

export function SiteHistory({ id }: { id: number }) {
  const t = useWords(registryWords);
  const query = useQuery({
    queryKey: ['site', id, 'history'],
    queryFn: () => answer(api.GET('/sites/{id}/history', { params: { path: { id } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active />;
  return (
    <div className="hb-stack">
      <Card size="small" title={t('declaration')}>
        <Declarations rows={query.data.declarations} />
      </Card>
      <Card size="small" title={t('pastVisits')}>
        <PastVisits rows={query.data.rounds} />
      </Card>
    </div>
  );
}
