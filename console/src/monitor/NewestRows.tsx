import { Card, Table, type TableProps } from 'antd';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { useWords } from '../language/LanguageContext';
import { MarkSign, OutcomeTag, SeverityMark } from './tags';
import { monitorWords } from './words';

type Row = Schemas['RoundProgress']['last_rows'][number];

// The newest rows of a running round, newest on top; the table keeps its height so that the page does not jump.
export function NewestRows({ rows }: { rows: Row[] }) {
  const t = useWords(monitorWords);
  const columns: TableProps<Row>['columns'] = [
    {
      key: 'site',
      title: t('site'),
      width: 165,
      ellipsis: true,
      render: (_, row) => (
        <Link to={`/sites/${row.site.id}`}>
          <Foreign>{row.site.name || `#${row.site.id}`}</Foreign>
        </Link>
      ),
    },
    {
      key: 'host',
      title: t('host'),
      width: 165,
      ellipsis: true,
      render: (_, row) => (
        <span className="hb-mono">
          <Foreign>{row.host}</Foreign>
        </span>
      ),
    },
    { key: 'outcome', title: t('outcome'), width: 130, render: (_, row) => <OutcomeTag outcome={row.outcome} /> },
    { key: 'mark', title: t('mark'), width: 118, render: (_, row) => <MarkSign mark={row.mark} /> },
    { key: 'worst', title: t('worst'), width: 80, render: (_, row) => <SeverityMark severity={row.worst_severity} /> },
  ];
  return (
    <Card size="small" title={t('newest')} className="hb-newest">
      <Table<Row>
        size="small"
        pagination={false}
        rowKey={(row) => `${row.site.id} ${row.host}`}
        columns={columns}
        dataSource={[...rows].reverse().slice(0, 10)}
        scroll={{ x: 640 }}
        locale={{ emptyText: t('waiting') }}
      />
    </Card>
  );
}
