import { Select, Tag } from 'antd';
import { useMay } from '../access/session';
import type { Schemas } from '../api/client';
import { FilterBar, LookupFilter, TermFilter, TextFilter } from '../frame/Filters';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { useWords } from '../language/LanguageContext';
import { categoryTerms, decisionTerms, findingStateTerms, severities, severityTerms } from '../language/terms';
import { useRegionOptions } from '../registry/options';
import { FindingsExport, loadFindings, useFindingColumns } from './FindingsTable';
import { useFindingFilters } from './findingFilters';
import { monitorWords } from './words';

function FindingSearch({ list }: { list: ReturnType<typeof useFindingFilters> }) {
  const t = useWords(monitorWords);
  const { filters, query, sort, change, clear } = list;
  const regions = useRegionOptions();
  const pick = (key: 'category' | 'severity' | 'state' | 'decision') => ({
    value: filters[key],
    change: (value?: string) => change({ [key]: value }),
  });
  const only = (key: 'site' | 'round' | 'cause', words: string) => (
    <Tag closable onClose={() => change({ [key]: undefined })} className="hb-filter-tag">
      {words}
    </Tag>
  );
  return (
    <FilterBar filters={filters} clear={clear}>
      <TextFilter label={t('search')} value={filters.q} change={(q) => change({ q })} />
      <TermFilter label={t('category')} terms={categoryTerms} {...pick('category')} />
      <TermFilter label={t('severityFrom')} terms={severityTerms} order={severities} {...pick('severity')} />
      <TermFilter label={t('state')} terms={findingStateTerms} {...pick('state')} />
      <TermFilter label={t('decision')} terms={decisionTerms} {...pick('decision')} />
      <LookupFilter label={t('region')} lookup={regions} value={query.region} change={(region) => change({ region })} />
      {query.site !== undefined && only('site', t('onlySite', { id: query.site }))}
      {query.cause !== undefined && only('cause', t('onlyCause', { id: query.cause }))}
      {query.round !== undefined && only('round', t('onlyRound', { id: query.round }))}
      {query.cause === undefined && query.site === undefined && (
        <Select
          aria-label={t('explainedHidden')}
          value={query.explained ?? 'show'}
          onChange={(value) => change({ explained: value === 'show' ? value : undefined })}
          options={[
            { value: 'hide', label: t('explainedHidden') },
            { value: 'show', label: t('explainedShown') },
          ]}
        />
      )}
      <Select
        aria-label={t('sort')}
        value={sort}
        onChange={(value) => change({ sort: value === 'newest' ? value : undefined })}
        options={[
          { value: '-severity', label: t('sortSeverity') },
          { value: 'newest', label: t('sortNewest') },
        ]}
      />
    </FilterBar>
  );
}

export function FindingsPage() {
  const t = useWords(monitorWords);
  const may = useMay();
  const list = useFindingFilters();
  const { filters, query, sort } = list;
  const columns = useFindingColumns(true);
  return (
    <>
      <PageHead title={t('findings')} actions={may('export') && <FindingsExport filters={query} />} />
      <FindingSearch list={list} />
      <PagedTable<Schemas['FindingRow']>
        label={t('findings')}
        queryKey={['findings', filters]}
        load={loadFindings(query, sort)}
        columns={columns}
        rowKey="id"
        scrollX={1000}
        empty={t('none')}
      />
    </>
  );
}
