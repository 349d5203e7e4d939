import { PlusOutlined } from '@ant-design/icons';
import { Button, type TableProps } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { useMay } from '../access/session';
import { answer, api, type Schemas } from '../api/client';
import { FilterBar, LookupFilter, TextFilter } from '../frame/Filters';
import { Foreign } from '../frame/Foreign';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { useUrlFilters } from '../frame/urlFilters';
import { useCounts, useWords } from '../language/LanguageContext';
import { organisationKindTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { OrganisationForm } from './OrganisationForm';
import { useRegionOptions } from './options';
import { registryWords } from './words';

type Organisation = Schemas['Organisation'];
const kKeys = ['q', 'region'] as const;

function useOrganisationColumns(): NonNullable<TableProps<Organisation>['columns']> {
  const t = useWords(registryWords);
  const count = useCounts();
  const term = useTerm();
  return [
    {
      key: 'name',
      title: t('orgName'),
      render: (_, row) => (
        <Link to={`/organisations/${row.id}`}>
          <Foreign>{row.name}</Foreign>
        </Link>
      ),
    },
    {
      key: 'superior',
      title: t('orgSuperior'),
      render: (_, row) =>
        row.superior ? (
          <Link to={`/organisations/${row.superior.id}`}>
            <Foreign>{row.superior.name}</Foreign>
          </Link>
        ) : (
          '—'
        ),
    },
    {
      key: 'kind',
      title: t('orgKind'),
      width: 120,
      render: (_, row) => (row.kind === 'unknown' ? '—' : term(organisationKindTerms, row.kind)),
    },
    { key: 'region', title: t('region'), width: 140, render: (_, row) => <Foreign>{row.region?.name ?? '—'}</Foreign> },
    {
      key: 'code',
      title: t('orgCode'),
      width: 190,
      render: (_, row) => (
        <span className="hb-mono">
          <Foreign>{row.credit_code || '—'}</Foreign>
        </span>
      ),
    },
    {
      key: 'sites',
      title: t('orgSites'),
      width: 90,
      align: 'right',
      render: (_, row) => <Link to={`/sites?organisation=${row.id}`}>{count(row.sites)}</Link>,
    },
  ];
}

export function OrganisationsPage() {
  const t = useWords(registryWords);
  const columns = useOrganisationColumns();
  const may = useMay();
  const go = useNavigate();
  const { filters, change, clear } = useUrlFilters(kKeys);
  const regions = useRegionOptions();
  const [entering, setEntering] = useState(false);
  const load = (cursor: string | undefined, limit: number) =>
    answer(
      api.GET('/organisations', {
        params: { query: { q: filters.q, region: filters.region, cursor, limit } },
      }),
    );
  return (
    <>
      <PageHead
        title={t('organisations')}
        actions={
          may('edit_register') && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setEntering(true)}>
              {t('orgNew')}
            </Button>
          )
        }
      />
      <FilterBar filters={filters} clear={clear}>
        <TextFilter label={t('orgSearch')} value={filters.q} change={(q) => change({ q })} />
        <LookupFilter
          label={t('region')}
          lookup={regions}
          value={filters.region}
          change={(region) => change({ region })}
        />
      </FilterBar>
      <PagedTable<Organisation>
        label={t('organisations')}
        queryKey={['organisations', filters]}
        load={load}
        columns={columns}
        rowKey="id"
        empty={t('orgNone')}
      />
      <OrganisationForm
        open={entering}
        onClose={() => setEntering(false)}
        onSaved={(saved) => go(`/organisations/${saved.id}`)}
      />
    </>
  );
}
