import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Descriptions, Skeleton, type TableProps } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { useMay } from '../access/session';
import { answer, api, type Schemas, type Tagged, taggedAnswer } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useWords } from '../language/LanguageContext';
import { organisationKindTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { EndButton } from './EndButton';
import { OrganisationForm } from './OrganisationForm';
import { useSiteColumns } from './siteColumns';
import { registryWords } from './words';

type Organisation = Schemas['Organisation'];
type Node = Schemas['OrganisationNode'];

function Sites({ id }: { id: number }) {
  const t = useWords(registryWords);
  const { columns } = useSiteColumns('name');
  const load = (cursor: string | undefined, limit: number) =>
    answer(api.GET('/sites', { params: { query: { organisation: id, cursor, limit } } }));
  const unsorted = columns.map((column) => ({ ...column, sorter: undefined, sortOrder: undefined }));
  return (
    <PagedTable<Schemas['SiteRow']>
      label={t('orgRuns')}
      queryKey={['sites', 'of', id]}
      load={load}
      columns={unsorted}
      rowKey="id"
      empty={t('noSites')}
    />
  );
}

function Below({ id }: { id: number }) {
  const t = useWords(registryWords);
  const count = useCounts();
  const columns: TableProps<Node>['columns'] = [
    {
      key: 'name',
      title: t('orgName'),
      render: (_, row) => (
        <Link to={`/organisations/${row.id}`}>
          <Foreign>{row.name}</Foreign>
        </Link>
      ),
    },
    { key: 'children', title: t('orgBelow'), width: 140, align: 'right', render: (_, row) => count(row.children) },
    { key: 'sites', title: t('orgSites'), width: 100, align: 'right', render: (_, row) => count(row.sites) },
  ];
  const load = (cursor: string | undefined, limit: number) =>
    answer(api.GET('/organisations/tree', { params: { query: { parent: id, cursor, limit } } }));
  return (
    <PagedTable<Node>
      label={t('orgBelow')}
      queryKey={['organisations', 'tree', id]}
      load={load}
      columns={columns}
      rowKey="id"
      empty={t('none')}
    />
  );
}

function Facts({ organisation: o }: { organisation: Organisation }) {
  const t = useWords(registryWords);
  const term = useTerm();
  return (
    <Card size="small">
      <Descriptions
        size="small"
        items={[
          {
            key: 'superior',
            label: t('orgSuperior'),
            children: o.superior ? (
              <Link to={`/organisations/${o.superior.id}`}>
                <Foreign>{o.superior.name}</Foreign>
              </Link>
            ) : (
              '—'
            ),
          },
          { key: 'kind', label: t('orgKind'), children: term(organisationKindTerms, o.kind) },
          { key: 'sector', label: t('orgSector'), children: <Foreign>{o.sector || '—'}</Foreign> },
          { key: 'effective', label: t('effective'), children: <When at={o.effective_from} /> },
          { key: 'region', label: t('region'), children: <Foreign>{o.region?.name ?? '—'}</Foreign> },
          {
            key: 'code',
            label: t('orgCode'),
            children: (
              <span className="hb-mono">
                <Foreign>{o.credit_code || '—'}</Foreign>
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}

export function OrganisationPage() {
  const t = useWords(registryWords);
  const go = useNavigate();
  const may = useMay();
  const id = Number(useParams().id);
  const [editing, setEditing] = useState<Tagged<Organisation> | null>(null);
  const query = useQuery({
    queryKey: ['organisation', id],
    queryFn: () => taggedAnswer(api.GET('/organisations/{id}', { params: { path: { id } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active />;
  const o = query.data.value;
  return (
    <>
      <PageHead
        title={o.name}
        actions={
          may('edit_register') && (
            <>
              <EndButton
                label={t('endOrganisation')}
                ask={t('endOrganisationAsk')}
                end={() =>
                  answer(
                    api.DELETE('/organisations/{id}', {
                      params: { path: { id }, header: { 'If-Match': query.data.etag } },
                    }),
                  )
                }
                onEnded={() => go('/organisations')}
              />
              <Button icon={<EditOutlined />} onClick={() => setEditing(query.data)}>
                {t('edit')}
              </Button>
            </>
          )
        }
      />
      <div className="hb-stack">
        <Facts organisation={o} />
        <Card size="small" title={t('orgRuns')}>
          <Sites id={id} />
        </Card>
        <Card size="small" title={t('orgBelow')}>
          <Below id={id} />
        </Card>
      </div>
      {editing && (
        <OrganisationForm
          open
          organisation={editing}
          onClose={() => setEditing(null)}
          onSaved={() => void query.refetch()}
        />
      )}
    </>
  );
}
