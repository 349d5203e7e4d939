// Setting up a second factor: the picture, the first code, the recovery codes.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, QRCode, Skeleton, Typography } from 'antd';
import { useState } from 'react';
import { answer, api, keepCsrf } from '../api/client';
import { ProblemNote } from '../frame/ProblemNote';
import { useWords } from '../language/LanguageContext';
import { factorWords } from './factorWords';
import type { Session } from './session';

export function RecoveryCodes({ codes }: { codes: string[] }) {
  const t = useWords(factorWords);
  return (
    <>
      <p className="hb-soft">{t('codesMore')}</p>
      <Typography.Paragraph copyable={{ text: codes.join('\n') }} data-testid="recovery-codes">
        {codes.map((code) => (
          <span key={code} className="hb-mono hb-code">
            {code}
          </span>
        ))}
      </Typography.Paragraph>
    </>
  );
}

export function CodeField() {
  const t = useWords(factorWords);
  return (
    <Form.Item name="code" label={t('code')} rules={[{ required: true, whitespace: true, message: t('codeNeeded') }]}>
      <Input size="large" autoComplete="one-time-code" inputMode="text" maxLength={40} autoFocus spellCheck={false} />
    </Form.Item>
  );
}

export function SetUpFactor({ onDone }: { onDone: (session: Session) => void }) {
  const t = useWords(factorWords);
  const [done, setDone] = useState<{ session: Session; codes: string[] } | null>(null);
  const begun = useQuery({
    queryKey: ['session', 'enrolment'],
    queryFn: () => answer(api.POST('/session/factor')),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const confirm = useMutation({
    mutationKey: ['credentials'],
    mutationFn: (body: { code: string }) => answer(api.POST('/session/factor/confirmation', { body })),
    onSuccess: (made) => {
      keepCsrf(made.session.csrf);
      setDone({ session: made.session, codes: made.recovery_codes });
    },
  });
  if (done)
    return (
      <>
        <h3 className="hb-h3">{t('codesTitle')}</h3>
        <RecoveryCodes codes={done.codes} />
        <Button type="primary" block onClick={() => onDone(done.session)} data-testid="codes-kept">
          {t('kept')}
        </Button>
      </>
    );
  if (begun.isError) return <ProblemNote error={begun.error} onRetry={() => void begun.refetch()} />;
  if (!begun.data) return <Skeleton active />;
  return (
    <>
      <p className="hb-soft">{t('scan')}</p>
      <QRCode
        aria-label={t('picture')}
        value={begun.data.uri}
        type="svg"
        size={180}
        bgColor="#ffffff"
        color="#000000"
      />
      <p className="hb-soft hb-gap-above">{t('byHand')}</p>
      <Typography.Paragraph copyable className="hb-mono" data-testid="factor-secret">
        {begun.data.secret}
      </Typography.Paragraph>
      <Form<{ code: string }>
        layout="vertical"
        requiredMark={false}
        disabled={confirm.isPending}
        onFinish={({ code }) => confirm.mutate({ code: code.trim() })}
      >
        <CodeField />
        {confirm.isError && (
          <Form.Item>
            <ProblemNote error={confirm.error} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={confirm.isPending} data-testid="confirm-factor">
          {t('confirm')}
        </Button>
      </Form>
    </>
  );
}
