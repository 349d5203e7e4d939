import { useMutation, useQuery } from '@tanstack/react-query';
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

// What makes a good one is the server's to say.
function usePasswordRules() {
  return useQuery({
    queryKey: ['sign-in'],
    queryFn: () => answer(api.GET('/sign-in')),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.password;
}

export function PasswordForm({ onDone, focus }: { onDone?: () => void; focus?: boolean }) {
  const t = useWords(accessWords);
  const enter = useEnterSession();
  const rules = usePasswordRules();
  const least = rules?.min_length ?? 8;
  const hint = rules
    ? t('rules', { least: String(rules.min_length), classes: String(rules.classes), history: String(rules.history) })
    : '';
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
        extra={hint}
        dependencies={['current']}
        rules={[
          { required: true, min: least, message: t('tooShort', { least: String(least) }) },
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
