import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Divider, Form, Input } from 'antd';
import { useEffect } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { ProblemNote } from '../frame/ProblemNote';
import { useLanguage, useWords } from '../language/LanguageContext';
import { Doorway } from './Doorway';
import { useEnterSession } from './session';
import { accessWords } from './words';

// Signing in at a provider: there by the button, back with a session or with why not.
function ProviderButton() {
  const t = useWords(accessWords);
  const ways = useQuery({
    queryKey: ['sign-in'],
    queryFn: () => answer(api.GET('/sign-in')),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const begin = useMutation({
    mutationKey: ['credentials'],
    mutationFn: () => answer(api.POST('/session/oidc')),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const refused = new URLSearchParams(window.location.search).get('refused');
  const why = useQuery({
    queryKey: ['problem', refused],
    queryFn: () => answer(api.GET('/problems/{code}', { params: { path: { code: refused ?? '' } } })),
    enabled: refused !== null && /^[a-z0-9_.]{1,80}$/.test(refused),
    retry: false,
  });
  const { language } = useLanguage();
  if (!ways.data?.oidc) return null;
  return (
    <>
      <Divider plain>{t('or')}</Divider>
      {why.data && !begin.isError && (
        <Alert
          type="error"
          showIcon
          className="hb-gap-below"
          title={why.data.title[language]}
          description={why.data.next[language]}
        />
      )}
      {begin.isError && <ProblemNote error={begin.error} />}
      <Button size="large" block loading={begin.isPending} onClick={() => begin.mutate()} data-testid="provider">
        {ways.data.oidc.label || t('provider')}
      </Button>
    </>
  );
}

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
      <ProviderButton />
      <p className="hb-faint hb-door-note">{t('firstTime')}</p>
    </Doorway>
  );
}
