import { DownloadOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useMay } from '../access/session';
import { answer, api, downloadUrl, type Schemas } from '../api/client';
import { FilterBar, LookupFilter, TermFilter, TextFilter } from '../frame/Filters';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { type Filters, numberFilter, useUrlFilters } from '../frame/urlFilters';
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

function SiteFilters({
  filters,
  change,
  clear,
}: {
  filters: Filters<(typeof kKeys)[number]>;
  change: (some: Filters<(typeof kKeys)[number]>) => void;
  clear: () => void;
}) {
  const t = useWords(registryWords);
  const regions = useRegionOptions();
  const organisations = useOrganisationOptions();
  const pick = (key: 'state' | 'outcome' | 'mark' | 'category' | 'severity' | 'life') => ({
    label: t(key),
    value: filters[key],
    change: (value?: string) => change({ [key]: value }),
  });
  return (
    <FilterBar filters={filters} clear={clear}>
      <TextFilter label={t('search')} value={filters.q} change={(q) => change({ q })} />
      <TermFilter terms={stateTerms} {...pick('state')} />
      <TermFilter terms={outcomeTerms} {...pick('outcome')} />
      <TermFilter terms={markTerms} {...pick('mark')} />
      <TermFilter terms={categoryTerms} {...pick('category')} />
      <TermFilter terms={severityTerms} order={severities} {...pick('severity')} />
      <TermFilter terms={lifeTerms} {...pick('life')} />
      <LookupFilter
        label={t('region')}
        lookup={regions}
        value={filters.region}
        change={(region) => change({ region })}
      />
      <LookupFilter
        label={t('organisation')}
        lookup={organisations}
        value={numberFilter(filters.organisation)}
        change={(id) => change({ organisation: id === undefined ? undefined : String(id) })}
      />
    </FilterBar>
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
