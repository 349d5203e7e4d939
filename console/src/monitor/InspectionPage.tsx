// The estate held against the veto items of official inspections: by region, by unit, by site. Every number leads on.
import { useQuery } from '@tanstack/react-query';
import { Breadcrumb, Card, Skeleton, Statistic, Table, type TableProps, Tabs, Tag, Tooltip } from 'antd';
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { answer, api, type Schemas } from '../api/client';
import { FilterBar, LookupFilter, TermFilter } from '../frame/Filters';
import { Foreign } from '../frame/Foreign';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { ProblemNote } from '../frame/ProblemNote';
import { useUrlFilters } from '../frame/urlFilters';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { heldTerms, vetoItemTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { useRegionOptions } from '../registry/options';
import { inspectionWords } from './inspectionWords';

type Counts = Schemas['InspectionCounts'];
type Estate = Schemas['EstateInspection'];
type RegionRow = Estate['regions'][number] & { key: string };
type UnitRow = Schemas['InspectedUnitPage']['items'][number];
type SiteRow = Schemas['InspectedSitePage']['items'][number] & { id: number };
type Item = Schemas['VetoItem'];

const kItems = Object.keys(vetoItemTerms) as Item[];
const kKeys = ['region', 'unit', 'failed', 'tab'] as const;

function Failed({ counts, item, to }: { counts: Counts; item: Item; to: string }) {
  const t = useWords(inspectionWords);
  const count = useCounts();
  const { failed, proven } = counts.items[item];
  const said = { failed: count(failed), proven: count(proven) };
  return (
    <Tooltip title={t('ofProvenTip', said)}>
      {failed > 0 ? <Link to={to}>{t('ofProven', said)}</Link> : <span>{t('ofProven', said)}</span>}
    </Tooltip>
  );
}

function addressOf(of: { region?: string; unit?: string; failed?: Item }) {
  const search = new URLSearchParams({ tab: 'site' });
  for (const [key, value] of Object.entries(of)) if (value) search.set(key, value);
  return `/inspection?${search}`;
}

// The columns that regions and units share.
function useCountColumns<Row extends Counts>(of: (row: Row) => { region?: string; unit?: string }) {
  const t = useWords(inspectionWords);
  const term = useTerm();
  const count = useCounts();
  return useMemo((): NonNullable<TableProps<Row>['columns']> => {
    const items = kItems.map((item) => ({
      key: item,
      title: term(vetoItemTerms, item),
      width: 150,
      align: 'right' as const,
      render: (_: unknown, row: Row) => (
        <Failed counts={row} item={item} to={addressOf({ ...of(row), failed: item })} />
      ),
    }));
    return [
      {
        key: 'sites',
        title: t('sites'),
        width: 100,
        align: 'right',
        render: (_, row) => <Link to={addressOf(of(row))}>{count(row.sites)}</Link>,
      },
      { key: 'vetoed', title: t('vetoed'), width: 110, align: 'right', render: (_, row) => count(row.vetoed) },
      ...items,
      {
        key: 'links',
        title: t('links'),
        width: 150,
        align: 'right',
        render: (_, row) => t('ofProven', { failed: count(row.links_dead), proven: count(row.links_asked) }),
      },
    ];
  }, [t, term, count, of]);
}

const ofRegion = (row: RegionRow) => ({ region: row.region?.code });
const ofUnit = (row: UnitRow) => ({ unit: row.unit });

function Totals({ total, region }: { total: Counts; region?: string }) {
  const t = useWords(inspectionWords);
  const term = useTerm();
  const count = useCounts();
  return (
    <div className="hb-stats">
      <Card size="small">
        <Statistic title={t('sites')} value={count(total.sites)} />
      </Card>
      <Card size="small">
        <Statistic title={t('vetoed')} value={count(total.vetoed)} />
      </Card>
      {kItems.map((item) => (
        <Card size="small" key={item}>
          <Statistic
            title={term(vetoItemTerms, item)}
            valueRender={() => <Failed counts={total} item={item} to={addressOf({ region, failed: item })} />}
          />
        </Card>
      ))}
    </div>
  );
}

function Regions({ estate }: { estate: Estate }) {
  const t = useWords(inspectionWords);
  const counts = useCountColumns<RegionRow>(ofRegion);
  const rows = estate.regions.map((row) => ({ ...row, key: row.region?.code ?? '' }));
  const columns: TableProps<RegionRow>['columns'] = [
    {
      key: 'region',
      title: t('region'),
      render: (_, row) =>
        row.region === null ? (
          t('noRegion')
        ) : row.region.code === estate.region?.code ? (
          row.region.name
        ) : (
          <Link to={`/inspection?region=${row.region.code}`}>{row.region.name}</Link>
        ),
    },
    ...counts,
  ];
  return (
    <Table<RegionRow>
      aria-label={t('byRegion')}
      size="small"
      rowKey="key"
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  );
}

function Units({ region }: { region?: string }) {
  const t = useWords(inspectionWords);
  const counts = useCountColumns<UnitRow>(ofUnit);
  const columns: TableProps<UnitRow>['columns'] = [
    { key: 'unit', title: t('unit'), render: (_, row) => (row.unit ? <Foreign>{row.unit}</Foreign> : t('noUnit')) },
    ...counts,
  ];
  return (
    <PagedTable<UnitRow>
      label={t('byUnit')}
      queryKey={['inspection-units', region]}
      load={(cursor, limit) => answer(api.GET('/inspection/units', { params: { query: { region, cursor, limit } } }))}
      columns={columns}
      rowKey="unit"
      empty={t('none')}
    />
  );
}

function HeldTag({ held }: { held: Schemas['HeldItem'] }) {
  const term = useTerm();
  const colour = held === 'failed' ? 'error' : held === 'passed' ? 'success' : 'default';
  return <Tag color={colour}>{term(heldTerms, held)}</Tag>;
}

function useSiteColumns(): NonNullable<TableProps<SiteRow>['columns']> {
  const t = useWords(inspectionWords);
  const term = useTerm();
  const count = useCounts();
  return useMemo(
    () => [
      {
        key: 'site',
        title: t('site'),
        width: 260,
        render: (_, row) => (
          <Link to={`/sites/${row.site.id}?tab=availability`}>
            <Foreign>{row.site.name || `#${row.site.id}`}</Foreign>
          </Link>
        ),
      },
      ...kItems.map((item) => ({
        key: item,
        title: term(vetoItemTerms, item),
        width: 130,
        render: (_: unknown, row: SiteRow) => <HeldTag held={row.items[item]} />,
      })),
      {
        key: 'share',
        title: t('failedShare'),
        width: 150,
        align: 'right',
        render: (_, row) => `${count(row.failed)} / ${count(row.visits)} (${row.failed_percent}%)`,
      },
      { key: 'newest', title: t('newest'), width: 140, render: (_, row) => row.home_newest ?? '—' },
      { key: 'idle', title: t('idleColumns'), width: 110, align: 'right', render: (_, row) => count(row.idle_columns) },
      {
        key: 'dead',
        title: t('deadLinks'),
        width: 110,
        align: 'right',
        render: (_, row) => (
          <Link to={`/sites/${row.site.id}?tab=walks`}>
            {t('ofProven', { failed: count(row.links_dead), proven: count(row.links_asked) })}
          </Link>
        ),
      },
      { key: 'unit', title: t('unit'), render: (_, row) => <Foreign>{row.unit}</Foreign> },
    ],
    [t, term, count],
  );
}

function Sites({ filters }: { filters: { region?: string; unit?: string; failed?: string } }) {
  const t = useWords(inspectionWords);
  const columns = useSiteColumns();
  const query = { region: filters.region, unit: filters.unit, failed: filters.failed as Item | undefined };
  return (
    <PagedTable<SiteRow>
      label={t('bySite')}
      queryKey={['inspection-sites', query]}
      load={async (cursor, limit) => {
        const page = await answer(api.GET('/inspection/sites', { params: { query: { ...query, cursor, limit } } }));
        return { ...page, items: page.items.map((row) => ({ ...row, id: row.site.id })) };
      }}
      columns={columns}
      rowKey="id"
      scrollX={1300}
      empty={filters.failed || filters.unit ? t('noMatch') : t('none')}
    />
  );
}

function Bases({ estate }: { estate: Estate }) {
  const t = useWords(inspectionWords);
  const { language } = useLanguage();
  return (
    <div className="hb-soft">
      {kItems.map((item) => (
        <p key={item}>
          {estate.rules[item].explanation[language]}
          <br />
          {t('basis', { basis: estate.rules[item].basis })}
        </p>
      ))}
    </div>
  );
}

export function InspectionPage() {
  const t = useWords(inspectionWords);
  const { filters, change, clear } = useUrlFilters(kKeys);
  const regions = useRegionOptions();
  const query = useQuery({
    queryKey: ['inspection', filters.region],
    queryFn: () => answer(api.GET('/inspection', { params: { query: { region: filters.region } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const estate = query.data;
  const region = filters.region;
  const { tab, ...withoutTab } = filters;
  return (
    <>
      <PageHead
        title={t('title')}
        note={
          <>
            {t('about')} · {t('until', { day: estate.until })} <When at={estate.reckoned_at} />
          </>
        }
      />
      {estate.region && (
        <Breadcrumb
          className="hb-gap-below"
          items={[{ title: <Link to="/inspection">{t('everywhere')}</Link> }, { title: estate.region.name }]}
        />
      )}
      <Totals total={estate.total} region={region} />
      <FilterBar filters={withoutTab} clear={clear}>
        <LookupFilter label={t('region')} lookup={regions} value={region} change={(to) => change({ region: to })} />
        <TermFilter
          label={t('item')}
          terms={vetoItemTerms}
          value={filters.failed}
          change={(failed) => change({ failed, tab: 'site' })}
        />
      </FilterBar>
      <Tabs
        activeKey={tab ?? 'region'}
        onChange={(to) => change({ tab: to })}
        items={[
          { key: 'region', label: t('byRegion'), children: <Regions estate={estate} /> },
          { key: 'unit', label: t('byUnit'), children: <Units region={region} /> },
          { key: 'site', label: t('bySite'), children: <Sites filters={filters} /> },
        ]}
      />
      <Bases estate={estate} />
    </>
  );
}
