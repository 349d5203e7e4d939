import { DownloadOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, Select, Tooltip } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useMay } from '../access/session';
import { answer, api, downloadUrl, type Schemas } from '../api/client';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { numberFilter, useUrlFilters } from '../frame/urlFilters';
import { frameWords } from '../frame/words';
import { useWords } from '../language/LanguageContext';
import {
  categoryTerms,
  lifeTerms,
  markTerms,
  outcomeTerms,
  severities,
  severityTerms,
  stateTerms,
} from '../language/terms';
import { useTerm } from '../language/useTerm';
import type { Pair } from '../language/words';
import { useOrganisationOptions, useRegionOptions } from './options';
import { SiteForm } from './SiteForm';
import { ColumnChoice, type SiteSort, useSiteColumns } from './siteColumns';
import { registryWords } from './words';

const kKeys = [
  'q',
  'state',
  'region',
  'organisation',
  'life',
  'outcome',
  'mark',
  'category',
  'severity',
  'sort',
] as const;

function useTermOptions() {
  const term = useTerm();
  return (terms: Record<string, Pair>, order?: readonly string[]) =>
    (order ?? Object.keys(terms)).map((value) => ({ value, label: term(terms, value) }));
}

function ExportMenu() {
  const t = useWords(registryWords);
  const item = (form: 'annex2' | 'annex3', mark: 'declared' | 'observed', key: keyof typeof registryWords) => ({
    key,
    label: (
      <a href={downloadUrl('/exports/census', { form, mark })} download>
        {t(key)}
      </a>
    ),
  });
  return (
    <Tooltip title={t('exportHint')} placement="left">
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            item('annex2', 'declared', 'annex2Declared'),
            item('annex2', 'observed', 'annex2Observed'),
            item('annex3', 'declared', 'annex3Declared'),
            item('annex3', 'observed', 'annex3Observed'),
          ],
        }}
      >
        <Button icon={<DownloadOutlined />}>{t('export')}</Button>
      </Dropdown>
    </Tooltip>
  );
}

type Filters = Partial<Record<(typeof kKeys)[number], string>>;

function SiteFilters({
  filters,
  change,
  clear,
}: {
  filters: Filters;
  change: (some: Filters) => void;
  clear: () => void;
}) {
  const t = useWords(registryWords);
  const f = useWords(frameWords);
  const options = useTermOptions();
  const regions = useRegionOptions();
  const organisations = useOrganisationOptions();
  const pick = (key: (typeof kKeys)[number], label: string, list: { value: string; label: string }[]) => (
    <Select
      allowClear
      placeholder={label}
      aria-label={label}
      value={filters[key]}
      options={list}
      popupMatchSelectWidth={false}
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
      {pick('state', t('state'), options(stateTerms))}
      {pick('outcome', t('outcome'), options(outcomeTerms))}
      {pick('mark', t('mark'), options(markTerms))}
      {pick('category', t('category'), options(categoryTerms))}
      {pick('severity', t('severity'), options(severityTerms, severities))}
      {pick('life', t('life'), options(lifeTerms))}
      <Select
        allowClear
        showSearch={{ filterOption: false, onSearch: regions.search }}
        loading={regions.loading}
        placeholder={t('region')}
        aria-label={t('region')}
        value={filters.region}
        options={regions.options}
        popupMatchSelectWidth={280}
        onChange={(value?: string) => change({ region: value })}
      />
      <Select
        allowClear
        showSearch={{ filterOption: false, onSearch: organisations.search }}
        loading={organisations.loading}
        placeholder={t('organisation')}
        aria-label={t('organisation')}
        value={numberFilter(filters.organisation)}
        options={organisations.options}
        popupMatchSelectWidth={280}
        onChange={(value?: number) => change({ organisation: value === undefined ? undefined : String(value) })}
      />
      {Object.keys(filters).some((key) => key !== 'sort') && (
        <Button type="link" onClick={clear}>
          {f('clear')}
        </Button>
      )}
    </search>
  );
}

export function SitesPage() {
  const t = useWords(registryWords);
  const may = useMay();
  const go = useNavigate();
  const { filters, change, clear } = useUrlFilters(kKeys);
  const [entering, setEntering] = useState(false);
  const sort = (filters.sort ?? 'name') as SiteSort;
  const { columns, shown, choose } = useSiteColumns(sort);
  const load = (cursor: string | undefined, limit: number) =>
    answer(
      api.GET('/sites', {
        params: {
          query: {
            q: filters.q,
            state: filters.state as Schemas['SiteState'] | undefined,
            region: filters.region,
            life: filters.life as Schemas['SiteLife'] | undefined,
            category: filters.category as Schemas['Category'] | undefined,
            organisation: numberFilter(filters.organisation),
            outcome: filters.outcome as Schemas['Outcome'] | undefined,
            mark: filters.mark as Schemas['MarkState'] | undefined,
            severity: filters.severity as Schemas['Severity'] | undefined,
            sort,
            cursor,
            limit,
          },
        },
      }),
    );
  return (
    <>
      <PageHead
        title={t('sites')}
        actions={
          <>
            <ColumnChoice shown={shown} choose={choose} />
            {may('export') && <ExportMenu />}
            {may('edit_register') && (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setEntering(true)}>
                {t('newSite')}
              </Button>
            )}
          </>
        }
      />
      <SiteFilters filters={filters} change={change} clear={clear} />
      <PagedTable<Schemas['SiteRow']>
        label={t('sites')}
        queryKey={['sites', filters]}
        load={load}
        columns={columns}
        rowKey="id"
        scrollX={columns.reduce((sum, column) => sum + Number(column.width ?? 120), 0)}
        empty={t('noSites')}
        onChange={(_pages, _filters, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter;
          change({ sort: one?.order ? `${one.order === 'descend' ? '-' : ''}${String(one.columnKey)}` : undefined });
        }}
      />
      <SiteForm open={entering} onClose={() => setEntering(false)} onSaved={(site) => go(`/sites/${site.id}`)} />
    </>
  );
}
