import { type TableProps, Tag } from 'antd';
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { answer, api, type Schemas } from '../api/client';
import { FilterBar, TermFilter, TextFilter } from '../frame/Filters';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { useUrlFilters } from '../frame/urlFilters';
import { When } from '../frame/When';
import { useCounts, useWords } from '../language/LanguageContext';
import { severities, severityTerms, traitKindTerms, waveStateTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { TraitSign } from './Trait';
import { SeverityMark } from './tags';
import { waveWords } from './waveWords';

type Wave = Schemas['Wave'];

const kKeys = ['q', 'state', 'severity', 'kind'] as const;

export function WaveStateTag({ state }: { state: Schemas['WaveState'] }) {
  const term = useTerm();
  return <Tag color={state === 'open' ? 'warning' : 'success'}>{term(waveStateTerms, state)}</Tag>;
}

function useColumns(): NonNullable<TableProps<Wave>['columns']> {
  const t = useWords(waveWords);
  const count = useCounts();
  return useMemo(
    () => [
      {
        key: 'severity',
        title: t('severity'),
        width: 92,
        render: (_, row) => <SeverityMark severity={row.severity} />,
      },
      {
        key: 'id',
        title: t('waves'),
        width: 160,
        render: (_, row) => (
          <Link to={`/waves/${row.id}`} className="hb-mono">
            {row.id}
          </Link>
        ),
      },
      {
        key: 'traits',
        title: t('shared'),
        width: 320,
        render: (_, row) => (
          <span className="hb-cell-lines">
            {row.traits.map((trait) => (
              <TraitSign key={`${trait.kind} ${trait.value}`} trait={trait} />
            ))}
            {row.traits_total > row.traits.length && (
              <span className="hb-soft">{t('more', { n: count(row.traits_total - row.traits.length) })}</span>
            )}
          </span>
        ),
      },
      {
        key: 'sites',
        title: `${t('sites')} (${t('sitesOpenTitle')})`,
        width: 150,
        align: 'right',
        render: (_, row) => t('sitesOpen', { open: count(row.open_sites), sites: count(row.sites) }),
      },
      { key: 'state', title: t('state'), width: 96, render: (_, row) => <WaveStateTag state={row.state} /> },
      { key: 'first', title: t('firstSeen'), width: 112, render: (_, row) => <When at={row.first_seen_at} /> },
      { key: 'last', title: t('lastSeen'), width: 112, render: (_, row) => <When at={row.last_seen_at} /> },
    ],
    [t, count],
  );
}

export function WavesPage() {
  const t = useWords(waveWords);
  const { filters, change, clear } = useUrlFilters(kKeys);
  const columns = useColumns();
  const pick = (key: 'state' | 'severity' | 'kind') => ({
    value: filters[key],
    change: (value?: string) => change({ [key]: value }),
  });
  const query = {
    q: filters.q,
    state: filters.state as Schemas['WaveState'] | undefined,
    severity: filters.severity as Schemas['Severity'] | undefined,
    kind: filters.kind as Schemas['TraitKind'] | undefined,
  };
  const load = (cursor: string | undefined, limit: number) =>
    answer(api.GET('/waves', { params: { query: { ...query, cursor, limit } } }));
  return (
    <>
      <PageHead title={t('waves')} note={t('about')} />
      <FilterBar filters={filters} clear={clear}>
        <TextFilter label={t('search')} value={filters.q} change={(q) => change({ q })} />
        <TermFilter label={t('state')} terms={waveStateTerms} {...pick('state')} />
        <TermFilter label={t('severityFrom')} terms={severityTerms} order={severities} {...pick('severity')} />
        <TermFilter label={t('kind')} terms={traitKindTerms} {...pick('kind')} />
      </FilterBar>
      <PagedTable<Wave>
        label={t('waves')}
        queryKey={['waves', filters]}
        load={load}
        columns={columns}
        rowKey="id"
        scrollX={1000}
        empty={Object.keys(filters).length > 0 ? t('noMatch') : t('none')}
      />
    </>
  );
}
