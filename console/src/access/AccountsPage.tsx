// Who may sign in, and what each may do where.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Radio, type TableProps, Tag } from 'antd';
import { useState } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { FilterBar, TextFilter } from '../frame/Filters';
import { Foreign } from '../frame/Foreign';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { useUrlFilters } from '../frame/urlFilters';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { EditDrawer } from '../registry/EditDrawer';
import { AccountDrawer } from './AccountDrawer';
import { accountWords } from './accountWords';
import { GrantTags } from './GrantTags';
import { ScopePicker } from './ScopeFields';
import { useMay } from './session';
import { useTellSecret } from './useTellSecret';

type Account = Schemas['Account'];
const kKeys = ['q'] as const;

interface Fresh {
  name: string;
  display_name?: string;
  organisation?: number;
  source?: Schemas['Source'];
  subject?: string;
}

// Where the person proves who they are; only what is set up here can be chosen.
function SourceFields() {
  const t = useWords(accountWords);
  const source: Schemas['Source'] | undefined = Form.useWatch('source');
  const ways = useQuery({
    queryKey: ['sign-in'],
    queryFn: () => answer(api.GET('/sign-in')),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  if (!ways || (!ways.ldap && !ways.oidc)) return null;
  return (
    <>
      <Form.Item name="source" label={t('source')}>
        <Radio.Group
          options={[
            { value: 'local', label: t('local') },
            ...(ways.ldap ? [{ value: 'ldap', label: t('ldap') }] : []),
            ...(ways.oidc ? [{ value: 'oidc', label: t('oidc') }] : []),
          ]}
        />
      </Form.Item>
      {source && source !== 'local' && (
        <Form.Item name="subject" label={t('subject')} extra={t('subjectMore')}>
          <Input maxLength={255} />
        </Form.Item>
      )}
    </>
  );
}

function CreateAccount({ onClose }: { onClose: () => void }) {
  const t = useWords(accountWords);
  const client = useQueryClient();
  const tellSecret = useTellSecret();
  return (
    <EditDrawer<Fresh, Schemas['NewSecret']>
      open
      title={t('create')}
      initial={{ source: 'local' }}
      save={(fields) =>
        answer(
          api.POST('/accounts', {
            body: {
              name: fields.name.trim(),
              display_name: fields.display_name?.trim() ?? '',
              organisation: fields.organisation ?? null,
              ...(fields.source && fields.source !== 'local'
                ? { source: fields.source, subject: fields.subject?.trim() ?? '' }
                : {}),
            },
          }),
        )
      }
      onSaved={(made) => {
        void client.invalidateQueries({ queryKey: ['accounts'] });
        tellSecret(made);
      }}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('account')}
        extra={t('accountHint')}
        rules={[{ required: true, whitespace: true, message: t('needed') }]}
      >
        <Input maxLength={64} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="display_name" label={t('displayName')}>
        <Input maxLength={100} />
      </Form.Item>
      <ScopePicker kind="organisation" needed={false} />
      <SourceFields />
    </EditDrawer>
  );
}

function useColumns(open: (id: number) => void): TableProps<Account>['columns'] {
  const t = useWords(accountWords);
  return [
    {
      key: 'name',
      title: t('account'),
      width: 160,
      render: (_, row) => (
        <Button type="link" size="small" className="hb-cell-link" onClick={() => open(row.id)}>
          <Foreign>{row.name}</Foreign>
        </Button>
      ),
    },
    { key: 'who', title: t('displayName'), width: 120, render: (_, row) => <Foreign>{row.display_name}</Foreign> },
    {
      key: 'unit',
      title: t('organisation'),
      width: 200,
      render: (_, row) => <Foreign>{row.organisation?.name ?? ''}</Foreign>,
    },
    { key: 'holds', title: t('holds'), render: (_, row) => <GrantTags grants={row.grants} /> },
    {
      key: 'state',
      title: t('state'),
      width: 130,
      render: (_, row) => (
        <>
          <Tag color={row.state === 'active' ? 'success' : undefined}>{t(row.state)}</Tag>
          {row.must_change_password && <div className="hb-soft">{t('firstSecret')}</div>}
        </>
      ),
    },
    { key: 'last', title: t('lastSignIn'), width: 130, render: (_, row) => <When at={row.last_sign_in_at} /> },
  ];
}

export function AccountsPage() {
  const t = useWords(accountWords);
  const may = useMay();
  const { filters, change, clear } = useUrlFilters(kKeys);
  const [opened, setOpened] = useState<number | null>(null);
  const [making, setMaking] = useState(false);
  const columns = useColumns(setOpened);
  const q = filters.q;
  return (
    <>
      <PageHead
        title={t('title')}
        actions={
          may('manage_accounts') && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)} data-testid="new-account">
              {t('create')}
            </Button>
          )
        }
      />
      <p className="hb-soft">{t('more')}</p>
      <FilterBar filters={filters} clear={clear}>
        <TextFilter label={t('search')} value={q} change={(text) => change({ q: text })} />
      </FilterBar>
      <PagedTable<Account>
        queryKey={['accounts', q ?? '']}
        load={(cursor, limit) => answer(api.GET('/accounts', { params: { query: { q, cursor, limit } } }))}
        columns={columns}
        rowKey="id"
        label={t('title')}
        empty={t('none')}
        scrollX={1000}
      />
      {opened !== null && <AccountDrawer id={opened} onClose={() => setOpened(null)} />}
      {making && <CreateAccount onClose={() => setMaking(false)} />}
    </>
  );
}
