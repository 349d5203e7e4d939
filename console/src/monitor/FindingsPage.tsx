import { Button, Input, Select, Tag } from 'antd';
import { useMay } from '../access/session';
import type { Schemas } from '../api/client';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { frameWords } from '../frame/words';
import { useWords } from '../language/LanguageContext';
import { categoryTerms, decisionTerms, findingStateTerms, severities, severityTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import type { Pair } from '../language/words';
import { useRegionOptions } from '../registry/options';
import { FindingsExport, loadFindings, useFindingColumns } from './FindingsTable';
import { useFindingFilters } from './findingFilters';
import { monitorWords } from './words';

function FindingSearch({ list }: { list: ReturnType<typeof useFindingFilters> }) {
  const t = useWords(monitorWords);
  const f = useWords(frameWords);
  const term = useTerm();
  const { filters, query, sort, change, clear } = list;
  const regions = useRegionOptions();
  const pick = (
    key: 'category' | 'severity' | 'state' | 'decision',
    label: string,
    terms: Record<string, Pair>,
    order?: readonly string[],
  ) => (
    <Select
      allowClear
      placeholder={label}
      aria-label={label}
      value={filters[key]}
      popupMatchSelectWidth={false}
      options={(order ?? Object.keys(terms)).map((value) => ({ value, label: term(terms, value) }))}
      onChange={(value?: string) => change({ [key]: value })}
    />
  );
  return (
    <search className="hb-filters">
      <Input.Search
        key={filters.q ?? ''}
        className="hb-search"
        allowClear
        defaultValue={filters.q}
        placeholder={t('search')}
        aria-label={t('search')}
        maxLength={200}
        onSearch={(q) => change({ q: q.trim() || undefined })}
      />
      {pick('category', t('category'), categoryTerms)}
      {pick('severity', t('severityFrom'), severityTerms, severities)}
      {pick('state', t('state'), findingStateTerms)}
      {pick('decision', t('decision'), decisionTerms)}
      <Select
        allowClear
        showSearch={{ filterOption: false, onSearch: regions.search }}
        loading={regions.loading}
        placeholder={t('region')}
        aria-label={t('region')}
        value={query.region}
        options={regions.options}
        popupMatchSelectWidth={240}
        onChange={(value?: string) => change({ region: value })}
      />
      {query.site !== undefined && (
        <Tag closable onClose={() => change({ site: undefined })} className="hb-filter-tag">
          {t('onlySite', { id: query.site })}
        </Tag>
      )}
      {query.round !== undefined && (
        <Tag closable onClose={() => change({ round: undefined })} className="hb-filter-tag">
          {t('onlyRound', { id: query.round })}
        </Tag>
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
      {Object.keys(filters).some((key) => key !== 'sort') && (
        <Button type="link" onClick={clear}>
          {f('clear')}
        </Button>
      )}
    </search>
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
