import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { answer, api, type Schemas } from '../api/client';
import { ProblemNote } from '../frame/ProblemNote';
import { useWords } from '../language/LanguageContext';
import { useEnterSession } from './session';
import { accessWords } from './words';

interface Fields {
  current: string;
  fresh: string;
  again: string;
}

const kLeast = 10; // the contract's minLength; what else makes a good one is the server's to say

export function PasswordForm({ onDone, focus }: { onDone?: () => void; focus?: boolean }) {
  const t = useWords(accessWords);
  const enter = useEnterSession();
  const change = useMutation({
    mutationKey: ['credentials'],
    mutationFn: (body: Schemas['PasswordChange']) => answer(api.POST('/session/password', { body })),
    onSuccess: (session) => {
      enter(session);
      onDone?.();
    },
  });
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      disabled={change.isPending}
      onFinish={({ current, fresh }) => change.mutate({ current, new: fresh })}
    >
      <Form.Item name="current" label={t('current')} rules={[{ required: true, message: t('passwordNeeded') }]}>
        <Input.Password autoComplete="current-password" maxLength={200} autoFocus={focus} />
      </Form.Item>
      <Form.Item
        name="fresh"
        label={t('fresh')}
        extra={t('tooShort')}
        dependencies={['current']}
        rules={[
          { required: true, min: kLeast, message: t('tooShort') },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value && value === getFieldValue('current') ? Promise.reject(new Error(t('same'))) : Promise.resolve(),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('again')}
        dependencies={['fresh']}
        rules={[
          { required: true, message: t('different') },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue('fresh')
                ? Promise.resolve()
                : Promise.reject(new Error(t('different'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      {change.isError && (
        <Form.Item>
          <ProblemNote error={change.error} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={change.isPending}>
        {t('change')}
      </Button>
    </Form>
  );
}
