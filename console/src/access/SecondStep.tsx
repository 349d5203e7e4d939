// What a session that owes a code, or a second factor, meets before anything else.
import { useMutation } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { answer, api, type Schemas } from '../api/client';
import { ProblemNote } from '../frame/ProblemNote';
import { useWords } from '../language/LanguageContext';
import { Doorway } from './Doorway';
import { factorWords } from './factorWords';
import { CodeField, SetUpFactor } from './SetUpFactor';
import { useEnterSession } from './session';

function BackToSignIn() {
  const t = useWords(factorWords);
  const enter = useEnterSession();
  const leave = () => void answer(api.DELETE('/session')).finally(() => enter(null));
  return (
    <Button type="link" block className="hb-gap-above" onClick={leave}>
      {t('back')}
    </Button>
  );
}

export function EnterCode() {
  const t = useWords(factorWords);
  const enter = useEnterSession();
  const prove = useMutation({
    mutationKey: ['credentials'],
    mutationFn: (body: Schemas['Code']) => answer(api.POST('/session/code', { body })),
    onSuccess: enter,
  });
  return (
    <Doorway>
      <h1 className="hb-door-title">{t('enterCode')}</h1>
      <p className="hb-soft">{t('enterWhy')}</p>
      <Form<Schemas['Code']>
        layout="vertical"
        requiredMark={false}
        disabled={prove.isPending}
        onFinish={({ code }) => prove.mutate({ code: code.trim() })}
      >
        <CodeField />
        {prove.isError && (
          <Form.Item>
            <ProblemNote error={prove.error} />
          </Form.Item>
        )}
        <Button type="primary" size="large" htmlType="submit" block loading={prove.isPending}>
          {t('goOn')}
        </Button>
      </Form>
      <BackToSignIn />
    </Doorway>
  );
}

export function FirstFactor() {
  const t = useWords(factorWords);
  const enter = useEnterSession();
  return (
    <Doorway>
      <h1 className="hb-door-title">{t('setUpFirst')}</h1>
      <p className="hb-soft">{t('setUpWhy')}</p>
      <SetUpFactor onDone={enter} />
      <BackToSignIn />
    </Doorway>
  );
}
