import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Space } from 'antd';
import { useState } from 'react';
import { api, type Schemas, type Tagged, taggedAnswer } from '../api/client';
import { ProblemNote } from '../frame/ProblemNote';
import { useWords } from '../language/LanguageContext';
import { monitorWords } from './words';

type Decision = Schemas['DecisionKind'];

interface Fields {
  reason: string;
  until?: string;
}

export function Decide({ finding }: { finding: Tagged<Schemas['Finding']> }) {
  const t = useWords(monitorWords);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Exclude<Decision, 'none'> | null>(null);
  const [form] = Form.useForm<Fields>();
  const id = finding.value.id;
  const decide = useMutation({
    mutationFn: (body: Schemas['DecisionNew']) =>
      taggedAnswer(
        api.PATCH('/findings/{id}', { params: { path: { id }, header: { 'If-Match': finding.etag } }, body }),
      ),
    onSuccess: (now) => {
      client.setQueryData(['finding', id], now);
      for (const key of ['finding', 'findings', 'overview', 'site', 'sites'])
        void client.invalidateQueries({ queryKey: [key] });
      void message.success(t('decided'));
      setAsking(null);
    },
  });
  const finish = ({ reason, until }: Fields) => {
    const lapses = until ? new Date(until).toISOString() : null;
    if (asking) decide.mutate({ decision: asking, reason: reason.trim(), ...(lapses ? { until: lapses } : {}) });
  };
  const ask = (what: Exclude<Decision, 'none'>) => {
    decide.reset();
    setAsking(what);
  };
  return (
    <Space wrap>
      {finding.value.decision !== 'none' && (
        <Button loading={decide.isPending && asking === null} onClick={() => decide.mutate({ decision: 'none' })}>
          {t('takeBack')}
        </Button>
      )}
      {finding.value.decision !== 'accepted' && <Button onClick={() => ask('accepted')}>{t('accept')}</Button>}
      {finding.value.decision !== 'false_alarm' && (
        <Button onClick={() => ask('false_alarm')}>{t('falseAlarm')}</Button>
      )}
      <Modal
        open={asking !== null}
        title={asking === 'accepted' ? t('acceptLong') : t('falseAlarmLong')}
        okText={t('decide')}
        confirmLoading={decide.isPending}
        onOk={() => form.submit()}
        onCancel={() => setAsking(null)}
        destroyOnHidden
      >
        <Form<Fields> form={form} layout="vertical" preserve={false} requiredMark={false} onFinish={finish}>
          <Form.Item
            name="reason"
            label={t('reason')}
            rules={[{ required: true, whitespace: true, message: t('reasonNeeded') }]}
          >
            <Input.TextArea rows={3} maxLength={1000} showCount autoFocus />
          </Form.Item>
          <Form.Item name="until" label={t('until')}>
            <Input type="datetime-local" className="hb-date" />
          </Form.Item>
        </Form>
        {decide.isError && <ProblemNote error={decide.error} />}
      </Modal>
      {decide.isError && asking === null && <ProblemNote error={decide.error} />}
    </Space>
  );
}
