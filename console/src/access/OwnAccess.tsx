// What I may do, what I lent to others, and where I am signed in.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, DatePicker, Form, Input, Space, Table, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { ProblemNote, problemOf } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { EditDrawer } from '../registry/EditDrawer';
import { accountWords } from './accountWords';
import { GrantTag } from './GrantTags';
import { scopeOf } from './ownScope';
import { useSession } from './session';

type Grant = Schemas['Grant'];
type OwnSession = Schemas['OwnSession'];

function LendForm({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const t = useWords(accountWords);
  const { message } = App.useApp();
  return (
    <EditDrawer<{ account: string; until: Dayjs; reason?: string }, unknown>
      open
      title={t('lend')}
      initial={{}}
      save={(fields) =>
        answer(
          api.POST('/session/grants/{id}/loans', {
            params: { path: { id: grant.id } },
            body: {
              ...scopeOf(grant),
              account: fields.account.trim(),
              until: fields.until.toISOString(),
              reason: fields.reason?.trim() ?? '',
            },
          }),
        )
      }
      onSaved={() => void message.success(t('lentOut'))}
      onClose={onClose}
    >
      <p className="hb-soft">{t('lendMore')}</p>
      <Form.Item
        name="account"
        label={t('lendTo')}
        rules={[{ required: true, whitespace: true, message: t('needed') }]}
      >
        <Input maxLength={64} autoFocus />
      </Form.Item>
      <Form.Item name="until" label={t('until')} rules={[{ required: true, message: t('needed') }]}>
        <DatePicker showTime />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')}>
        <Input maxLength={300} />
      </Form.Item>
    </EditDrawer>
  );
}

export function OwnGrants() {
  const t = useWords(accountWords);
  const grants = useSession().data?.grants ?? [];
  const [lending, setLending] = useState<Grant | null>(null);
  const lendable = (grant: Grant) => grant.lent_from === null && !grant.role.endsWith('administrator');
  return (
    <Card size="small" title={t('ownGrants')}>
      <Space orientation="vertical">
        {grants.length === 0 && <span className="hb-faint">{t('nothing')}</span>}
        {grants.map((grant) => (
          <Space key={grant.id} wrap>
            <GrantTag grant={grant} />
            {lendable(grant) && (
              <Button size="small" onClick={() => setLending(grant)}>
                {t('lend')}
              </Button>
            )}
          </Space>
        ))}
      </Space>
      {lending && <LendForm grant={lending} onClose={() => setLending(null)} />}
    </Card>
  );
}

export function OwnSessions() {
  const t = useWords(accountWords);
  const client = useQueryClient();
  const { notification } = App.useApp();
  const query = useQuery({ queryKey: ['own-sessions'], queryFn: () => answer(api.GET('/session/sessions')) });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const end = (one: OwnSession) =>
    answer(api.DELETE('/session/sessions/{id}', { params: { path: { id: one.id } } })).then(
      () => client.invalidateQueries({ queryKey: ['own-sessions'] }),
      (error: unknown) => notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
    );
  return (
    <Card size="small" title={t('sessions')}>
      <Table<OwnSession>
        size="small"
        rowKey="id"
        loading={query.isPending}
        dataSource={query.data?.items ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { key: 'address', title: t('address'), render: (_, row) => <Foreign>{row.address}</Foreign> },
          { key: 'began', title: t('began'), render: (_, row) => <When at={row.began_at} /> },
          { key: 'used', title: t('lastUsed'), render: (_, row) => <When at={row.last_used_at} /> },
          {
            key: 'agent',
            title: t('agent'),
            width: 220,
            ellipsis: true,
            render: (_, row) => <Foreign>{row.user_agent}</Foreign>,
          },
          {
            key: 'end',
            render: (_, row) =>
              row.this_one ? (
                <Tag color="processing">{t('thisOne')}</Tag>
              ) : (
                <Button size="small" onClick={() => void end(row)}>
                  {t('end')}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  );
}
