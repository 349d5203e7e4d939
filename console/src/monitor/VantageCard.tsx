// Who looks a second time from elsewhere, and how each does. Shown to those who may add and remove them.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Form, Input, Space, Table, type TableProps, Tag, Typography } from 'antd';
import { useMay } from '../access/session';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { ProblemNote, problemOf } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useWords } from '../language/LanguageContext';
import { vantageWords } from './vantageWords';

type Vantage = Schemas['Vantage'];
const kRefreshMs = 5_000;
const kName = /^[a-z0-9][a-z0-9-]{0,39}$/;

function useChanges() {
  const client = useQueryClient();
  const { notification } = App.useApp();
  return {
    onSettled: () => void client.invalidateQueries({ queryKey: ['vantages'] }),
    onError: (error: Error) =>
      notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
  };
}

function AddForm() {
  const t = useWords(vantageWords);
  const { modal } = App.useApp();
  const [form] = Form.useForm<{ name: string }>();
  const add = useMutation({
    mutationFn: (name: string) => answer(api.POST('/vantages', { body: { name } })),
    onSuccess: (made) => {
      form.resetFields();
      modal.success({
        title: t('token', { name: made.name }),
        content: (
          <>
            <Typography.Paragraph copyable={{ tooltips: false }} className="hb-mono">
              {made.token}
            </Typography.Paragraph>
            {t('tokenHint')}
          </>
        ),
      });
    },
    ...useChanges(),
  });
  return (
    <Form form={form} layout="inline" onFinish={({ name }) => add.mutate(name)}>
      <Form.Item name="name" rules={[{ required: true, pattern: kName, message: t('addHint') }]}>
        <Input size="small" placeholder={t('name')} aria-label={t('name')} maxLength={40} data-testid="vantage-name" />
      </Form.Item>
      <Form.Item>
        <Button
          size="small"
          htmlType="submit"
          icon={<PlusOutlined />}
          loading={add.isPending}
          data-testid="add-vantage"
        >
          {t('add')}
        </Button>
      </Form.Item>
    </Form>
  );
}

function RemoveButton({ name }: { name: string }) {
  const t = useWords(vantageWords);
  const { modal } = App.useApp();
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/vantages/{name}', { params: { path: { name } } })),
    ...useChanges(),
  });
  return (
    <Button
      size="small"
      type="text"
      danger
      icon={<DeleteOutlined />}
      aria-label={t('removeAsk', { name })}
      onClick={() =>
        void modal.confirm({
          title: t('removeAsk', { name }),
          content: t('removeHint'),
          okText: t('remove'),
          okButtonProps: { danger: true },
          onOk: () => remove.mutateAsync().catch(() => undefined),
        })
      }
    />
  );
}

function useColumns(): TableProps<Vantage>['columns'] {
  const t = useWords(vantageWords);
  const count = useCounts();
  const figure = (key: 'out' | 'done' | 'lapsed' | 'refused') => ({
    key,
    title: t(key),
    align: 'right' as const,
    render: (_: unknown, one: Vantage) => count(one[key]),
  });
  return [
    {
      key: 'name',
      title: t('name'),
      render: (_, one) => (
        <Space>
          {one.name}
          <Tag color={one.present ? 'success' : 'default'}>{one.present ? t('present') : t('absent')}</Tag>
        </Space>
      ),
    },
    { key: 'heard', title: t('heard'), render: (_, one) => (one.heard_at ? <When at={one.heard_at} /> : t('never')) },
    { key: 'version', title: t('version'), render: (_, one) => <Foreign>{one.version || '—'}</Foreign> },
    figure('out'),
    figure('done'),
    figure('lapsed'),
    figure('refused'),
    { key: 'remove', render: (_, one) => <RemoveButton name={one.name} /> },
  ];
}

function Vantages() {
  const t = useWords(vantageWords);
  const columns = useColumns();
  const query = useQuery({
    queryKey: ['vantages'],
    queryFn: () => answer(api.GET('/vantages')),
    refetchInterval: kRefreshMs,
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const vantages = query.data?.items ?? [];
  return (
    <Card size="small" className="hb-gap-below" title={t('vantages')} extra={<AddForm />}>
      {vantages.length > 0 ? (
        <Table
          size="small"
          rowKey="name"
          columns={columns}
          dataSource={vantages}
          pagination={false}
          scroll={{ x: 'max-content' }}
        />
      ) : (
        <span className="hb-soft">{t('why')}</span>
      )}
    </Card>
  );
}

export function VantageCard() {
  const may = useMay();
  return may('vantages') ? <Vantages /> : null;
}
