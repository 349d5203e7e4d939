// One account: what it is, what it holds and held, and what may be done with it.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  App,
  Button,
  DatePicker,
  Descriptions,
  Drawer,
  Form,
  Input,
  Select,
  Skeleton,
  Space,
  Table,
  type TableProps,
  Tag,
} from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { ProblemNote, problemOf } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { useTerm } from '../language/useTerm';
import { EditDrawer } from '../registry/EditDrawer';
import { accountWords } from './accountWords';
import { ScopeName } from './GrantTags';
import { roleTerms } from './roleTerms';
import { ScopeFields, type ScopeValues } from './ScopeFields';
import { useMay, useSession } from './session';
import { TokensOf } from './Tokens';
import { useTellSecret } from './useTellSecret';

type Grant = Schemas['Grant'];
type Account = Schemas['Account'];

interface GrantFields extends ScopeValues {
  role: Schemas['Role'];
  until?: Dayjs | null;
  reason?: string;
}

function GrantForm({ account, onClose, onSaved }: { account: number; onClose: () => void; onSaved: () => void }) {
  const t = useWords(accountWords);
  const term = useTerm();
  const save = ({ until, reason, ...fields }: GrantFields) =>
    answer(
      api.POST('/accounts/{id}/grants', {
        params: { path: { id: account } },
        body: { ...fields, reason: reason?.trim() ?? '', ...(until ? { until: until.toISOString() } : {}) },
      }),
    );
  const roles = Object.keys(roleTerms) as Schemas['Role'][];
  return (
    <EditDrawer<GrantFields, unknown>
      open
      title={t('grant')}
      initial={{ scope: 'nation' }}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
    >
      <Form.Item name="role" label={t('role')} rules={[{ required: true, message: t('needed') }]}>
        <Select options={roles.map((role) => ({ value: role, label: term(roleTerms, role) }))} />
      </Form.Item>
      <ScopeFields />
      <Form.Item name="until" label={t('until')} extra={t('emptyNoEnd')}>
        <DatePicker showTime />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')}>
        <Input maxLength={300} />
      </Form.Item>
    </EditDrawer>
  );
}

function HandOverForm({ account, onClose, onSaved }: { account: Account; onClose: () => void; onSaved: () => void }) {
  const t = useWords(accountWords);
  const [wanted, setWanted] = useState('');
  const others = useQuery({
    queryKey: ['accounts', 'to', wanted],
    queryFn: () => answer(api.GET('/accounts', { params: { query: { q: wanted, limit: 20 } } })),
  });
  const options = (others.data?.items ?? [])
    .filter((one) => one.id !== account.id)
    .map((one) => ({ value: one.id, label: one.display_name ? `${one.name} ${one.display_name}` : one.name }));
  return (
    <EditDrawer<{ to: number; reason?: string }, unknown>
      open
      title={t('handOver')}
      initial={{}}
      save={(fields) =>
        answer(
          api.POST('/accounts/{id}/hand-over', {
            params: { path: { id: account.id } },
            body: { to: fields.to, reason: fields.reason?.trim() ?? '' },
          }),
        )
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      <p className="hb-soft">{t('handOverMore')}</p>
      <Form.Item name="to" label={t('handOverTo')} rules={[{ required: true, message: t('needed') }]}>
        <Select showSearch={{ filterOption: false, onSearch: setWanted }} options={options} />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')}>
        <Input maxLength={300} />
      </Form.Item>
    </EditDrawer>
  );
}

function GrantState({ grant }: { grant: Grant }) {
  const t = useWords(accountWords);
  if (grant.withdrawn_at)
    return (
      <Tag>
        {t('withdrawn')} <When at={grant.withdrawn_at} />
      </Tag>
    );
  if (!grant.holds) return <Tag>{t('ended')}</Tag>;
  return grant.until ? <When at={grant.until} /> : <span className="hb-soft">{t('noEnd')}</span>;
}

function useGrantColumns(onChanged: () => void): TableProps<Grant>['columns'] {
  const t = useWords(accountWords);
  const term = useTerm();
  const may = useMay();
  const { modal, notification } = App.useApp();
  const withdraw = (grant: Grant) =>
    void modal.confirm({
      title: t('withdrawAsk'),
      content: t('withdrawMore'),
      okText: t('withdraw'),
      onOk: () =>
        answer(api.DELETE('/grants/{id}', { params: { path: { id: grant.id } } })).then(onChanged, (error: unknown) =>
          notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
        ),
    });
  return [
    { key: 'role', title: t('role'), render: (_, row) => term(roleTerms, row.role) },
    { key: 'scope', title: t('scope'), render: (_, row) => <ScopeName scope={row.scope} /> },
    { key: 'until', title: t('until'), render: (_, row) => <GrantState grant={row} /> },
    {
      key: 'by',
      title: t('by'),
      render: (_, row) => (
        <>
          <Foreign>{row.by}</Foreign> <When at={row.at} />
          {row.reason && (
            <div className="hb-soft">
              <Foreign>{row.reason}</Foreign>
            </div>
          )}
        </>
      ),
    },
    {
      key: 'actions',
      render: (_, row) =>
        may('grant_roles') &&
        row.holds && (
          <Button size="small" danger onClick={() => withdraw(row)}>
            {t('withdraw')}
          </Button>
        ),
    },
  ];
}

function Actions({ account, onChanged }: { account: Account; onChanged: () => void }) {
  const t = useWords(accountWords);
  const may = useMay();
  const own = useSession().data?.account.id === account.id;
  const tellSecret = useTellSecret();
  const { modal, notification, message } = App.useApp();
  const [form, setForm] = useState<'grant' | 'handOver' | null>(null);
  const path = { params: { path: { id: account.id } } };
  const refused = (error: unknown) =>
    notification.error({ title: problemOf(error).title, description: problemOf(error).next });
  const disabled = account.state === 'disabled';
  const turn = () =>
    answer(api.PATCH('/accounts/{id}', { ...path, body: { state: disabled ? 'active' : 'disabled' } })).then(
      onChanged,
      refused,
    );
  const ask = (title: string, content: string, okText: string, onOk: () => Promise<unknown>) =>
    void modal.confirm({ title, content, okText, onOk });
  return (
    <Space wrap>
      {may('grant_roles') && !own && (
        <>
          <Button type="primary" onClick={() => setForm('grant')} data-testid="grant-role">
            {t('grant')}
          </Button>
          <Button onClick={() => setForm('handOver')}>{t('handOver')}</Button>
        </>
      )}
      {may('manage_accounts') && !own && (
        <>
          {account.source === 'local' && (
            <Button
              onClick={() =>
                ask(t('renewAsk', { name: account.name }), t('renewMore'), t('renew'), () =>
                  answer(api.POST('/accounts/{id}/secret', path)).then(tellSecret, refused),
                )
              }
            >
              {t('renew')}
            </Button>
          )}
          <Button
            onClick={() =>
              void answer(api.DELETE('/accounts/{id}/sessions', path)).then(
                () => message.success(t('sessionsEnded')),
                refused,
              )
            }
          >
            {t('endSessions')}
          </Button>
          <Button
            onClick={() =>
              ask(t('resetFactorAsk', { name: account.name }), t('resetFactorMore'), t('resetFactor'), () =>
                answer(api.DELETE('/accounts/{id}/factor', path)).then(
                  () => message.success(t('factorReset')),
                  refused,
                ),
              )
            }
          >
            {t('resetFactor')}
          </Button>
          <Button
            danger={!disabled}
            onClick={() =>
              disabled
                ? void turn()
                : ask(t('disableAsk', { name: account.name }), t('disableMore'), t('disable'), turn)
            }
          >
            {disabled ? t('enable') : t('disable')}
          </Button>
        </>
      )}
      {form === 'grant' && <GrantForm account={account.id} onClose={() => setForm(null)} onSaved={onChanged} />}
      {form === 'handOver' && <HandOverForm account={account} onClose={() => setForm(null)} onSaved={onChanged} />}
    </Space>
  );
}

export function AccountDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const t = useWords(accountWords);
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['account', id],
    queryFn: () => answer(api.GET('/accounts/{id}', { params: { path: { id } } })),
  });
  const changed = () => {
    void query.refetch();
    void client.invalidateQueries({ queryKey: ['accounts'] });
  };
  const columns = useGrantColumns(changed);
  const may = useMay();
  const account = query.data;
  return (
    <Drawer open onClose={onClose} size={720} title={account ? <Foreign>{account.name}</Foreign> : t('account')}>
      {query.isError && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {!account && !query.isError && <Skeleton active />}
      {account && (
        <div className="hb-stack">
          <Descriptions
            size="small"
            column={1}
            items={[
              { key: 'name', label: t('displayName'), children: <Foreign>{account.display_name || '—'}</Foreign> },
              {
                key: 'unit',
                label: t('organisation'),
                children: <Foreign>{account.organisation?.name ?? '—'}</Foreign>,
              },
              ...(account.source === 'local'
                ? []
                : [
                    {
                      key: 'source',
                      label: t('source'),
                      children: (
                        <>
                          {t(account.source)} <Foreign>{account.subject ?? ''}</Foreign>
                        </>
                      ),
                    },
                  ]),
              { key: 'state', label: t('state'), children: t(account.state) },
              { key: 'last', label: t('lastSignIn'), children: <When at={account.last_sign_in_at} /> },
            ]}
          />
          <Actions account={account} onChanged={changed} />
          <TokensOf account={id} mayRevoke={may('grant_roles')} />
          <h3 className="hb-h3">{t('history')}</h3>
          <Table<Grant>
            size="small"
            rowKey="id"
            columns={columns}
            dataSource={account.grants}
            pagination={false}
            scroll={{ x: 'max-content' }}
            rowClassName={(row) => (row.holds ? '' : 'hb-faint')}
          />
        </div>
      )}
    </Drawer>
  );
}
