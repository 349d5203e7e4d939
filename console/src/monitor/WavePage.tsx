import { useQuery } from '@tanstack/react-query';
import { Card, Skeleton, Table, type TableProps } from 'antd';
import { Link, useParams } from 'react-router-dom';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { traitRoleTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { TraitSign } from './Trait';
import { CategoryName, SeverityMark } from './tags';
import { WaveStateTag } from './WavesPage';
import { waveWords } from './waveWords';

type Wave = Schemas['Wave'];
type WaveSite = Schemas['WaveSite'];

// The contract names a site by an object; a table wants a plain key.
type Row = WaveSite & { key: number };

function Traits({ wave }: { wave: Wave }) {
  const t = useWords(waveWords);
  const term = useTerm();
  const count = useCounts();
  const columns: TableProps<Wave['traits'][number]>['columns'] = [
    { key: 'value', title: t('value'), render: (_, row) => <TraitSign trait={row} /> },
    { key: 'role', title: t('role'), width: 150, render: (_, row) => term(traitRoleTerms, row.role) },
    { key: 'sites', title: t('traitSites'), width: 90, align: 'right', render: (_, row) => count(row.sites) },
    { key: 'first', title: t('firstSeen'), width: 130, render: (_, row) => <When at={row.first_seen_at} /> },
    { key: 'last', title: t('lastSeen'), width: 130, render: (_, row) => <When at={row.last_seen_at} /> },
  ];
  return (
    <Card size="small" title={t('shared')} data-testid="wave-traits">
      <Table
        aria-label={t('shared')}
        size="small"
        rowKey={(row) => `${row.kind} ${row.value}`}
        columns={columns}
        dataSource={wave.traits}
        pagination={wave.traits.length > 10 ? { pageSize: 10, size: 'small', showSizeChanger: false } : false}
        scroll={{ x: 'max-content' }}
      />
      {wave.traits.some((trait) => trait.value.startsWith('phone:')) && <p className="hb-soft">{t('phoneNote')}</p>}
    </Card>
  );
}

function useSiteColumns(): NonNullable<TableProps<Row>['columns']> {
  const t = useWords(waveWords);
  const count = useCounts();
  const { language } = useLanguage();
  return [
    { key: 'severity', title: t('severity'), width: 92, render: (_, row) => <SeverityMark severity={row.severity} /> },
    {
      key: 'site',
      title: t('sites'),
      width: 220,
      render: (_, row) => (
        <span className="hb-cell-lines">
          <Link to={`/sites/${row.site.id}`}>
            <Foreign>{row.site.name || `#${row.site.id}`}</Foreign>
          </Link>
          <span className="hb-soft hb-mono">
            <Foreign>{row.hosts[0] ?? ''}</Foreign>
          </span>
        </span>
      ),
    },
    {
      key: 'units',
      title: t('organisations'),
      width: 160,
      render: (_, row) => <Foreign>{row.organisations.join('、')}</Foreign>,
    },
    {
      key: 'findings',
      title: t('findings'),
      width: 330,
      render: (_, row) => (
        <span className="hb-cell-lines">
          {row.findings.map((finding) => (
            <span key={finding.id}>
              <CategoryName category={finding.category} />{' '}
              <Link to={`/findings/${finding.id}`} className="hb-explanation">
                <Foreign>{finding.explanation[language]}</Foreign>
              </Link>
            </span>
          ))}
          {row.findings_total > row.findings.length && (
            <span className="hb-soft">{t('more', { n: count(row.findings_total - row.findings.length) })}</span>
          )}
        </span>
      ),
    },
    { key: 'state', title: t('state'), width: 96, render: (_, row) => <WaveStateTag state={row.state} /> },
    { key: 'first', title: t('firstSeen'), width: 112, render: (_, row) => <When at={row.first_seen_at} /> },
  ];
}

export function WavePage() {
  const t = useWords(waveWords);
  const count = useCounts();
  const id = useParams().id ?? '';
  const columns = useSiteColumns();
  const query = useQuery({
    queryKey: ['wave', id],
    queryFn: () => answer(api.GET('/waves/{id}', { params: { path: { id } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const wave = query.data;
  if (!wave) return <Skeleton active paragraph={{ rows: 8 }} />;
  const load = async (cursor: string | undefined, limit: number) => {
    const page = await answer(api.GET('/waves/{id}/sites', { params: { path: { id }, query: { cursor, limit } } }));
    return { ...page, items: page.items.map((site) => ({ ...site, key: site.site.id })) };
  };
  return (
    <>
      <PageHead
        title={t('wave', { id: wave.id })}
        note={
          <span className="hb-verdict">
            <SeverityMark severity={wave.severity} />
            <WaveStateTag state={wave.state} />
            <span>
              {t('sites')} {t('sitesOpen', { open: count(wave.open_sites), sites: count(wave.sites) })} (
              {t('sitesOpenTitle')})
            </span>
            <span>
              {t('firstSeen')} <When at={wave.first_seen_at} />
            </span>
          </span>
        }
      />
      <div className="hb-stack">
        <Traits wave={wave} />
        <Card size="small" title={t('sites')} data-testid="wave-sites">
          <PagedTable<Row>
            label={t('sites')}
            queryKey={['wave', id, 'sites']}
            load={load}
            columns={columns}
            rowKey="key"
            scrollX={1000}
            empty={t('none')}
          />
        </Card>
      </div>
    </>
  );
}
