// My second factor: set up, recovery codes renewed, removed.
import { useMutation } from '@tanstack/react-query';
import { App, Button, Card, Form, Modal, Space } from 'antd';
import { useState } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useWords } from '../language/LanguageContext';
import { factorWords } from './factorWords';
import { CodeField, RecoveryCodes, SetUpFactor } from './SetUpFactor';
import { useEnterSession, useSession } from './session';

interface AskedProps {
  title: string;
  more: string;
  act: (body: Schemas['Code']) => Promise<void>;
  onClose: () => void;
}

// Both changes want a code anew.
function WithCode({ title, more, act, onClose }: AskedProps) {
  const [form] = Form.useForm<Schemas['Code']>();
  const send = useMutation({ mutationKey: ['credentials'], mutationFn: act });
  return (
    <Modal open title={title} onCancel={onClose} onOk={() => form.submit()} confirmLoading={send.isPending}>
      <p className="hb-soft">{more}</p>
      <Form<Schemas['Code']> form={form} layout="vertical" onFinish={({ code }) => send.mutate({ code: code.trim() })}>
        <CodeField />
      </Form>
      {send.isError && <ProblemNote error={send.error} />}
    </Modal>
  );
}

function Standing({ factor }: { factor: Schemas['Session']['second_factor'] }) {
  const t = useWords(factorWords);
  const count = useCounts();
  const { message } = App.useApp();
  const session = useSession();
  const [asked, setAsked] = useState<'renew' | 'remove' | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => setAsked(null);
  const renew = async (body: Schemas['Code']) => {
    setCodes((await answer(api.POST('/session/factor/recovery-codes', { body }))).recovery_codes);
    close();
    void session.refetch();
  };
  const remove = async (body: Schemas['Code']) => {
    await answer(api.POST('/session/factor/removal', { body }));
    close();
    void message.success(t('removed'));
    void session.refetch();
  };
  return (
    <div className="hb-stack">
      <span>
        {t('isOn')} <When at={factor.since} /> · {t('left')} {count(factor.recovery_codes ?? 0)}
      </span>
      <Space wrap>
        <Button onClick={() => setAsked('renew')}>{t('renew')}</Button>
        {!factor.demanded && (
          <Button danger onClick={() => setAsked('remove')}>
            {t('remove')}
          </Button>
        )}
      </Space>
      {asked === 'renew' && <WithCode title={t('renew')} more={t('renewMore')} act={renew} onClose={close} />}
      {asked === 'remove' && <WithCode title={t('remove')} more={t('removeMore')} act={remove} onClose={close} />}
      <Modal open={codes !== null} title={t('codesTitle')} footer={null} onCancel={() => setCodes(null)}>
        {codes && <RecoveryCodes codes={codes} />}
      </Modal>
    </div>
  );
}

export function OwnFactor() {
  const t = useWords(factorWords);
  const enter = useEnterSession();
  const factor = useSession().data?.second_factor;
  const [setting, setSetting] = useState(false);
  if (!factor) return null;
  return (
    <Card size="small" title={t('title')}>
      {factor.set_up ? (
        <Standing factor={factor} />
      ) : (
        <Space orientation="vertical">
          <span className="hb-faint">{t('isOff')}</span>
          <Button onClick={() => setSetting(true)} data-testid="set-up-factor">
            {t('setUp')}
          </Button>
        </Space>
      )}
      <Modal
        open={setting}
        title={t('setUp')}
        footer={null}
        destroyOnHidden
        mask={{ closable: false }}
        onCancel={() => setSetting(false)}
      >
        <SetUpFactor
          onDone={(session) => {
            setSetting(false);
            enter(session);
          }}
        />
      </Modal>
    </Card>
  );
}
