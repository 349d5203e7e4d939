import { ClusterOutlined, DownloadOutlined } from '@ant-design/icons';
import { Button, Card, Dropdown, type TableProps, Tag, Tooltip } from 'antd';
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { answer, api, downloadUrl, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { PagedTable } from '../frame/PagedTable';
import { When } from '../frame/When';
import { useLanguage, useWords } from '../language/LanguageContext';
import { CategoryName, FindingStateTag, SeverityMark } from './tags';
import { monitorWords } from './words';

type Row = Schemas['FindingRow'];
export type FindingSort = '-severity' | 'newest';

export interface FindingFilters {
  q?: string;
  site?: number;
  category?: Schemas['Category'];
  severity?: Schemas['Severity'];
  state?: Schemas['FindingState'];
  decision?: Schemas['DecisionKind'];
  region?: string;
  round?: number;
  cause?: number;
  explained?: 'show' | 'hide';
}

// Where a finding is: its site, or many of them.
export function SiteOf({ site, cause }: { site: Row['site']; cause: number }) {
  const t = useWords(monitorWords);
  if (!site) return <Link to={`/findings?cause=${cause}`}>{t('manySites')}</Link>;
  return (
    <Link to={`/sites/${site.id}`}>
      <Foreign>{site.name || `#${site.id}`}</Foreign>
    </Link>
  );
}

export function useFindingColumns(withSite: boolean): NonNullable<TableProps<Row>['columns']> {
  const t = useWords(monitorWords);
  const { language } = useLanguage();
  return useMemo(() => {
    return [
      {
        key: 'severity',
        title: t('severity'),
        width: 92,
        render: (_, row) => <SeverityMark severity={row.severity} />,
      },
      {
        key: 'category',
        title: t('category'),
        width: 104,
        render: (_, row) => <CategoryName category={row.category} />,
      },
      {
        key: 'explanation',
        title: t('explanation'),
        width: withSite ? 330 : 420,
        render: (_, row) => (
          <>
            <Link to={`/findings/${row.id}`} className="hb-explanation">
              <Foreign>{row.explanation[language]}</Foreign>
            </Link>
            {row.cause && (
              <Link to={`/findings/${row.cause}`}>
                <Tag icon={<ClusterOutlined />}>{t('explained')}</Tag>
              </Link>
            )}
          </>
        ),
      },
      ...(withSite
        ? [
            {
              key: 'site',
              title: t('site'),
              width: 170,
              render: (_: unknown, row: Row) => <SiteOf site={row.site} cause={row.id} />,
            },
          ]
        : []),
      {
        key: 'state',
        title: t('state'),
        width: 104,
        render: (_, row) => <FindingStateTag state={row.state} decision={row.decision} />,
      },
      {
        key: 'first_seen',
        title: t('firstSeen'),
        width: 112,
        render: (_, row) => <When at={row.first_seen_at} />,
      },
      {
        key: 'last_seen',
        title: t('lastSeen'),
        width: 112,
        render: (_, row) => <When at={row.last_seen_at} />,
      },
      { key: 'times', title: t('timesSeen'), width: 78, align: 'right', dataIndex: 'times_seen' },
    ];
  }, [t, language, withSite]);
}

export function loadFindings(filters: FindingFilters, sort: FindingSort | undefined) {
  return (cursor: string | undefined, limit: number) =>
    answer(api.GET('/findings', { params: { query: { ...filters, sort, cursor, limit } } }));
}

export function FindingsExport({ filters }: { filters: FindingFilters }) {
  const t = useWords(monitorWords);
  const item = (format: 'jsonl' | 'xlsx' | 'sarif', key: keyof typeof monitorWords) => ({
    key: format,
    label: (
      <a href={downloadUrl('/findings/export', { format, ...filters })} download data-testid={`export-${format}`}>
        {t(key)}
      </a>
    ),
  });
  return (
    <Tooltip title={t('exportHint')} placement="left">
      <Dropdown
        trigger={['click']}
        menu={{ items: [item('xlsx', 'exportXlsx'), item('jsonl', 'exportJsonl'), item('sarif', 'exportSarif')] }}
      >
        <Button icon={<DownloadOutlined />} data-testid="findings-export">
          {t('export')}
        </Button>
      </Dropdown>
    </Tooltip>
  );
}

// The findings of one site, as a card of its page or as a tab.
export function FindingsTable({ compact, ...filters }: { site?: number; cause?: number; compact?: boolean }) {
  const t = useWords(monitorWords);
  const columns = useFindingColumns(filters.site === undefined);
  const table = (
    <PagedTable<Row>
      label={t('findings')}
      queryKey={['findings', filters]}
      load={loadFindings(filters, '-severity')}
      columns={columns}
      rowKey="id"
      scrollX={900}
      empty={t('clean')}
    />
  );
  if (!compact) return table;
  return (
    <Card size="small" title={t(filters.cause === undefined ? 'findings' : 'explains')}>
      {table}
    </Card>
  );
}
