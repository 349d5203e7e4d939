import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { ProblemNote } from '../frame/ProblemNote';
import { useWords } from '../language/LanguageContext';
import { Doorway } from './Doorway';
import { useEnterSession } from './session';
import { accessWords } from './words';

export function SignIn() {
  const t = useWords(accessWords);
  const enter = useEnterSession();
  const signIn = useMutation({
    mutationKey: ['credentials'],
    mutationFn: (body: Schemas['Credentials']) => answer(api.POST('/session', { body })),
    onSuccess: enter,
  });
  const title = t('signIn');
  useEffect(() => {
    document.title = `${title} · 华表 Huabiao`;
  }, [title]);
  return (
    <Doorway>
      <h1 className="hb-door-title">{title}</h1>
      <Form<Schemas['Credentials']>
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => signIn.mutate(values)}
        disabled={signIn.isPending}
      >
        <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('nameNeeded') }]}>
          <Input size="large" autoComplete="username" autoFocus maxLength={100} spellCheck={false} />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordNeeded') }]}>
          <Input.Password size="large" autoComplete="current-password" maxLength={200} />
        </Form.Item>
        {signIn.isError && (
          <Form.Item>
            <ProblemNote error={signIn.error} />
          </Form.Item>
        )}
        <Button type="primary" size="large" htmlType="submit" block loading={signIn.isPending}>
          {t('signIn')}
        </Button>
      </Form>
      <p className="hb-faint hb-door-note">{t('firstTime')}</p>
    </Doorway>
  );
}
