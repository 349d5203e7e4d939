import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Card, Radio } from 'antd';
import { useState } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { ProblemNote } from '../frame/ProblemNote';
import { useCounts, useWords } from '../language/LanguageContext';
import { censusWords } from './words';

type Import = Schemas['Import'];

export function CommitBox({ made, onDone }: { made: Import; onDone: (now: Import) => void }) {
  const t = useWords(censusWords);
  const count = useCounts();
  const { modal } = App.useApp();
  const [accept, setAccept] = useState<Schemas['Accept']>('all-or-nothing');
  const commit = useMutation({
    mutationFn: () => answer(api.POST('/imports/{id}/commit', { params: { path: { id: made.id } }, body: { accept } })),
    onSuccess: onDone,
  });
  const taken = made.rows - made.bad_rows;
  const blocked = accept === 'all-or-nothing' && made.bad_rows > 0;
  return (
    <Card size="small" title={t('commit')}>
      <div className="hb-commit">
        <Radio.Group value={accept} onChange={(event) => setAccept(event.target.value)} className="hb-choices">
          <Radio value="all-or-nothing">
            {t('acceptAll')} <span className="hb-soft">{t('acceptAllMore')}</span>
          </Radio>
          <Radio value="good" data-testid="accept-good">
            {t('acceptGood')}{' '}
            <span className="hb-soft">{made.bad_rows > 0 && t('acceptGoodMore', { n: count(made.bad_rows) })}</span>
          </Radio>
        </Radio.Group>
        <Button
          type="primary"
          size="large"
          data-testid="commit"
          disabled={blocked || taken === 0}
          loading={commit.isPending}
          onClick={() =>
            void modal.confirm({
              title: t('commitAsk', { n: count(taken) }),
              content: t('commitAskMore'),
              okText: t('commit'),
              onOk: () => commit.mutateAsync().catch(() => undefined),
            })
          }
        >
          {t('commit')}
        </Button>
      </div>
      {blocked && (
        <Alert className="hb-gap-above" type="info" showIcon title={t('blocked', { n: count(made.bad_rows) })} />
      )}
      {commit.isError && (
        <div className="hb-gap-above">
          <ProblemNote error={commit.error} />
        </div>
      )}
    </Card>
  );
}
