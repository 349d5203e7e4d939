// API tokens: my own, and those of an account somebody looks after.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Checkbox, DatePicker, Form, type GetProps, Input, Select, Table, Typography } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { ProblemNote, problemOf } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { useTerm } from '../language/useTerm';
import { EditDrawer } from '../registry/EditDrawer';
import { ScopeName } from './GrantTags';
import { scopeOf } from './ownScope';
import { abilityTerms } from './roleTerms';
import { useSession } from './session';
import { tokenWords } from './tokenWords';

type Token = Schemas['Token'];

interface Fields {
  name: string;
  abilities: Schemas['Ability'][];
  ends: Dayjs;
  grant?: number;
}

const kUsualDays = 90;

type Boxes = Pick<GetProps<typeof Checkbox.Group>, 'value' | 'onChange' | 'options'> & { id?: string };

// A form item tells what it holds that it is required, which a group of boxes may not say of itself.
function AbilityBoxes({ id, value, onChange, options }: Boxes) {
  return (
    <div id={id}>
      <Checkbox.Group className="hb-column" value={value} onChange={onChange} options={options} />
    </div>
  );
}

function MakeToken({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const t = useWords(tokenWords);
  const term = useTerm();
  const { modal } = App.useApp();
  const session = useSession().data;
  const tell = (made: Schemas['TokenMade']) => {
    onMade();
    void modal.success({
      title: `${t('made')} · ${made.name}`,
      width: 560,
      content: (
        <>
          <Typography.Paragraph copyable className="hb-mono" data-testid="token">
            {made.token}
          </Typography.Paragraph>
          <p className="hb-soft">{t('madeMore')}</p>
        </>
      ),
    });
  };
  const save = ({ name, abilities, ends, grant }: Fields) => {
    const narrowed = session?.grants.find((one) => one.id === grant);
    return answer(
      api.POST('/session/tokens', {
        body: { name: name.trim(), abilities, ends: ends.toISOString(), ...(narrowed ? scopeOf(narrowed) : {}) },
      }),
    );
  };
  const rule = { required: true, message: t('needed') };
  return (
    <EditDrawer<Fields, Schemas['TokenMade']>
      open
      title={t('make')}
      initial={{ ends: dayjs().add(kUsualDays, 'day') }}
      save={save}
      onSaved={tell}
      onClose={onClose}
    >
      <Form.Item name="name" label={t('name')} rules={[{ ...rule, whitespace: true }]}>
        <Input maxLength={60} autoFocus />
      </Form.Item>
      <Form.Item name="abilities" label={t('abilities')} rules={[rule]}>
        <AbilityBoxes
          options={(session?.abilities ?? []).map((one) => ({ value: one, label: term(abilityTerms, one) }))}
        />
      </Form.Item>
      <Form.Item name="grant" label={t('scope')}>
        <Select
          allowClear
          placeholder={t('asGrants')}
          options={(session?.grants ?? [])
            .filter((one) => one.scope.kind !== 'nation')
            .map((one) => ({ value: one.id, label: <ScopeName scope={one.scope} /> }))}
        />
      </Form.Item>
      <Form.Item name="ends" label={t('ends')} rules={[rule]}>
        <DatePicker showTime />
      </Form.Item>
    </EditDrawer>
  );
}

interface TableProps {
  tokens: Token[];
  loading?: boolean;
  revoke?: (token: Token) => Promise<unknown>;
}

function TokenTable({ tokens, loading, revoke }: TableProps) {
  const t = useWords(tokenWords);
  const term = useTerm();
  const { modal, notification } = App.useApp();
  const ask = (token: Token) =>
    void modal.confirm({
      title: t('revokeAsk', { name: token.name }),
      content: t('revokeMore'),
      okText: t('revoke'),
      onOk: () =>
        revoke?.(token).catch((error: unknown) =>
          notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
        ),
    });
  return (
    <Table<Token>
      size="small"
      rowKey="id"
      loading={loading}
      dataSource={tokens}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: t('none') }}
      rowClassName={(row) => (row.ended ? 'hb-faint' : '')}
      columns={[
        {
          key: 'name',
          title: t('name'),
          render: (_, row) => (
            <>
              <Foreign>{row.name}</Foreign>
              <div className="hb-soft">
                {row.abilities.map((one) => term(abilityTerms, one)).join(' · ')}
                {row.scope && (
                  <>
                    {' · '}
                    <ScopeName scope={row.scope} />
                  </>
                )}
              </div>
            </>
          ),
        },
        { key: 'ends', title: t('ends'), render: (_, row) => (row.ended ? t('ended') : <When at={row.ends_at} />) },
        { key: 'used', title: t('lastUsed'), render: (_, row) => <When at={row.last_used_at} /> },
        {
          key: 'revoke',
          render: (_, row) =>
            revoke && (
              <Button size="small" danger onClick={() => ask(row)}>
                {t('revoke')}
              </Button>
            ),
        },
      ]}
    />
  );
}

export function OwnTokens() {
  const t = useWords(tokenWords);
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const query = useQuery({ queryKey: ['own-tokens'], queryFn: () => answer(api.GET('/session/tokens')) });
  const changed = () => void client.invalidateQueries({ queryKey: ['own-tokens'] });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const revoke = (token: Token) =>
    answer(api.DELETE('/session/tokens/{id}', { params: { path: { id: token.id } } })).then(changed);
  return (
    <Card
      size="small"
      title={t('title')}
      extra={
        <Button size="small" onClick={() => setMaking(true)} data-testid="make-token">
          {t('make')}
        </Button>
      }
    >
      <p className="hb-soft">{t('more')}</p>
      <TokenTable tokens={query.data?.items ?? []} loading={query.isPending} revoke={revoke} />
      {making && <MakeToken onClose={() => setMaking(false)} onMade={changed} />}
    </Card>
  );
}

export function TokensOf({ account, mayRevoke }: { account: number; mayRevoke: boolean }) {
  const t = useWords(tokenWords);
  const query = useQuery({
    queryKey: ['account', account, 'tokens'],
    queryFn: () => answer(api.GET('/accounts/{id}/tokens', { params: { path: { id: account } } })),
  });
  if (query.isError || !query.data || query.data.items.length === 0) return null;
  const revoke = (token: Token) =>
    answer(api.DELETE('/accounts/{id}/tokens/{token}', { params: { path: { id: account, token: token.id } } })).then(
      () => query.refetch(),
    );
  return (
    <>
      <h3 className="hb-h3">{t('title')}</h3>
      <TokenTable tokens={query.data.items} {...(mayRevoke ? { revoke } : {})} />
    </>
  );
}
