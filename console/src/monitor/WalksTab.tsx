// What stands behind a site's home page: the newest walk through the inner pages of each host.
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Empty, Skeleton, Table, type TableProps, Tag } from 'antd';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { HostName } from '../frame/HostName';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useWords } from '../language/LanguageContext';
import { columnTerms, missingTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { inspectionWords } from './inspectionWords';
import { OutcomeTag } from './tags';

type Walk = Schemas['SiteWalks']['hosts'][number];
type WalkedPage = Walk['pages'][number];

function Pages({ walk }: { walk: Walk }) {
  const t = useWords(inspectionWords);
  const term = useTerm();
  const columns: TableProps<WalkedPage>['columns'] = [
    {
      key: 'page',
      title: t('page'),
      render: (_, row) => (
        <span className="hb-cell-lines">
          {row.name && <Foreign>{row.name}</Foreign>}
          <span className="hb-mono hb-soft">
            <Foreign>{row.url}</Foreign>
          </span>
        </span>
      ),
    },
    { key: 'column', title: t('column'), width: 120, render: (_, row) => term(columnTerms, row.column) },
    {
      key: 'outcome',
      title: t('outcome'),
      width: 170,
      render: (_, row) => (
        <>
          <OutcomeTag outcome={row.outcome} /> {row.status !== null && row.status !== 200 && row.status}
        </>
      ),
    },
    { key: 'newest', title: t('pageNewest'), width: 120, render: (_, row) => row.newest ?? '—' },
  ];
  return (
    <Table<WalkedPage>
      aria-label={t('walksTab')}
      size="small"
      rowKey="url"
      columns={columns}
      dataSource={walk.pages}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  );
}

function WalkCard({ walk }: { walk: Walk }) {
  const t = useWords(inspectionWords);
  const term = useTerm();
  const count = useCounts();
  const faulty = walk.missing === 'page' || walk.missing === 'redirect';
  return (
    <Card
      size="small"
      title={<HostName host={walk.host} />}
      extra={
        <span className="hb-soft">
          <When at={walk.at} />
        </span>
      }
    >
      <p>
        {walk.home_newest ? t('homeNewest', { day: walk.home_newest }) : t('homeUndated')}
        {' · '}
        {t('linked', { n: count(walk.linked), refused: count(walk.refused) })}
        {' · '}
        {t('missing')} <Tag color={faulty ? 'warning' : 'default'}>{term(missingTerms, walk.missing)}</Tag>
      </p>
      {walk.stopped && (
        <Alert className="hb-gap-below" type="info" showIcon title={t('stopped', { why: walk.stopped })} />
      )}
      <Pages walk={walk} />
    </Card>
  );
}

export function WalksTab({ site }: { site: number }) {
  const t = useWords(inspectionWords);
  const query = useQuery({
    queryKey: ['walks', site],
    queryFn: () => answer(api.GET('/sites/{id}/walks', { params: { path: { id: site } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active />;
  if (query.data.hosts.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('walkNone')} />;
  return (
    <div className="hb-stack">
      {query.data.hosts.map((walk) => (
        <WalkCard key={walk.host} walk={walk} />
      ))}
    </div>
  );
}
