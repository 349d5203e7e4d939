// One upload on its way into the register: read, looked over, committed or discarded.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Descriptions, Result, Select, Skeleton, Spin, Steps, Tabs } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { answer, api, ProblemError, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { showForeign } from '../frame/foreign';
import { PageHead } from '../frame/PageHead';
import { ProblemNote, problemOf } from '../frame/ProblemNote';
import { useCounts, useWords } from '../language/LanguageContext';
import { CommitBox } from './CommitBox';
import { ImportRows } from './ImportRows';
import { ImportStateTag } from './ImportsPage';
import { ProblemCells } from './ProblemCells';
import { censusWords } from './words';

type Import = Schemas['Import'];

function Discard({ id }: { id: number }) {
  const t = useWords(censusWords);
  const go = useNavigate();
  const client = useQueryClient();
  const { modal, message, notification } = App.useApp();
  const discard = useMutation({
    mutationFn: () => answer(api.DELETE('/imports/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      void message.success(t('discarded'));
      void client.invalidateQueries({ queryKey: ['imports'] });
      go('/imports');
    },
    onError: (error) => notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
  });
  return (
    <Button
      danger
      onClick={() =>
        void modal.confirm({
          title: t('discardAsk'),
          content: t('discardAskMore'),
          okText: t('discard'),
          okButtonProps: { danger: true },
          onOk: () => discard.mutateAsync().catch(() => undefined),
        })
      }
    >
      {t('discard')}
    </Button>
  );
}

function SheetChoice({ made, onChosen }: { made: Import; onChosen: (now: Import) => void }) {
  const t = useWords(censusWords);
  const [sheet, setSheet] = useState(made.sheet || made.sheets[0] || '');
  const choose = useMutation({
    mutationFn: () => answer(api.POST('/imports/{id}/sheet', { params: { path: { id: made.id } }, body: { sheet } })),
    onSuccess: onChosen,
  });
  return (
    <div className="hb-stack">
      <div className="hb-actions">
        <Select
          value={sheet}
          aria-label={t('chooseSheet')}
          onChange={setSheet}
          popupMatchSelectWidth={false}
          options={made.sheets.map((name) => ({ value: name, label: showForeign(name) }))}
        />
        <Button
          type={made.state === 'failed' ? 'primary' : 'default'}
          loading={choose.isPending}
          disabled={sheet === made.sheet && made.state !== 'failed'}
          onClick={() => choose.mutate()}
        >
          {t('readSheet')}
        </Button>
      </div>
      {choose.isError && <ProblemNote error={choose.error} />}
    </div>
  );
}

function Done({ made }: { made: Import }) {
  const t = useWords(censusWords);
  const count = useCounts();
  const done = made.committed;
  if (!done) return null;
  return (
    <Result
      status="success"
      title={t('done')}
      subTitle={t('doneFigures', {
        taken: count(done.rows_taken),
        left: count(done.rows_left),
        sitesNew: count(done.sites_new),
        sitesChanged: count(done.sites_changed),
        orgsNew: count(done.organisations_new),
      })}
      extra={[
        <Link key="sites" to="/sites">
          <Button type="primary">{t('toSites')}</Button>
        </Link>,
        <Link key="rounds" to="/rounds">
          <Button>{t('toRounds')}</Button>
        </Link>,
        <Link key="again" to="/imports">
          <Button>{t('another')}</Button>
        </Link>,
      ]}
    />
  );
}

function Head({ made }: { made: Import }) {
  const t = useWords(censusWords);
  const count = useCounts();
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2, lg: 4 }}
      items={[
        { key: 'form', label: t('form'), children: made.form ? t(made.form) : '—' },
        { key: 'sheet', label: t('sheet'), children: <Foreign>{made.sheet || '—'}</Foreign> },
        { key: 'authority', label: t('authority'), children: <Foreign>{made.authority || '—'}</Foreign> },
        { key: 'rows', label: t('rows'), children: count(made.rows) },
        {
          key: 'good',
          label: t('good'),
          children: <strong className="hb-compare-agree">{count(made.good_rows)}</strong>,
        },
        {
          key: 'warned',
          label: t('warned'),
          children: <strong className="hb-sev-medium">{count(made.warned_rows)}</strong>,
        },
        {
          key: 'bad',
          label: t('bad'),
          children: (
            <strong className={made.bad_rows > 0 ? 'hb-compare-off' : undefined}>{count(made.bad_rows)}</strong>
          ),
        },
      ]}
    />
  );
}

function Ready({ made, onChange }: { made: Import; onChange: (now: Import) => void }) {
  const t = useWords(censusWords);
  const count = useCounts();
  const known = made.problems.length;
  return (
    <div className="hb-stack">
      <Card size="small">
        <Head made={made} />
        {made.sheets.length > 1 && made.state === 'ready' && (
          <div className="hb-gap-above">
            <SheetChoice made={made} onChosen={onChange} />
          </div>
        )}
      </Card>
      {made.state === 'ready' && <CommitBox made={made} onDone={onChange} />}
      <Tabs
        defaultActiveKey={known > 0 ? 'problems' : 'rows'}
        items={[
          {
            key: 'problems',
            label: `${t('problems')} (${known >= 200 ? t('problemsFirst', { n: count(known) }) : count(known)})`,
            children: <ProblemCells problems={made.problems} />,
          },
          { key: 'rows', label: `${t('rowsTab')} (${count(made.rows)})`, children: <ImportRows made={made} /> },
        ]}
      />
    </div>
  );
}

function Failed({ made, onChange }: { made: Import; onChange: (now: Import) => void }) {
  const t = useWords(censusWords);
  return (
    <div className="hb-stack">
      {made.problem ? (
        <ProblemNote error={new ProblemError(made.problem)} />
      ) : (
        <Alert type="error" title={t('failedTitle')} />
      )}
      {made.sheets.length > 1 && (
        <Card size="small" title={t('chooseSheet')}>
          <p className="hb-soft">{t('chooseSheetWhy')}</p>
          <SheetChoice made={made} onChosen={onChange} />
        </Card>
      )}
      <div>
        <Link to="/imports">
          <Button>{t('another')}</Button>
        </Link>
      </div>
    </div>
  );
}

const kStep: Record<Import['state'], number> = { reading: 1, failed: 1, ready: 2, committed: 4 };

export function ImportPage() {
  const t = useWords(censusWords);
  const count = useCounts();
  const client = useQueryClient();
  const id = Number(useParams().id);
  const query = useQuery({
    queryKey: ['import', id],
    queryFn: () => answer(api.GET('/imports/{id}', { params: { path: { id } } })),
    refetchInterval: (q) => (q.state.data?.state === 'reading' ? 700 : false),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const made = query.data;
  if (!made) return <Skeleton active />;
  const changed = (now: Import) => {
    client.setQueryData(['import', id], now);
    // The import itself again too: an answer under way from before the change must not have the last word.
    for (const key of [['import', id], ['imports']]) void client.invalidateQueries({ queryKey: key });
    if (now.state === 'committed')
      for (const key of ['sites', 'organisations', 'overview']) void client.invalidateQueries({ queryKey: [key] });
  };
  return (
    <>
      <PageHead
        title={made.filename}
        tags={<ImportStateTag state={made.state} />}
        actions={made.state !== 'committed' && <Discard id={id} />}
      />
      <Steps
        size="small"
        className="hb-gap-below"
        current={kStep[made.state]}
        status={made.state === 'failed' ? 'error' : 'process'}
        items={[
          { title: t('stepUpload') },
          { title: t('stepSheet') },
          { title: t('stepCheck') },
          { title: t('stepDone') },
        ]}
      />
      {made.state === 'reading' && (
        <div className="hb-waiting">
          <Spin description={t('readingRows', { n: count(made.read_rows) })}>
            <div className="hb-spin-room" />
          </Spin>
        </div>
      )}
      {made.state === 'failed' && <Failed made={made} onChange={changed} />}
      {made.state === 'committed' && <Done made={made} />}
      {(made.state === 'ready' || made.state === 'committed') && <Ready made={made} onChange={changed} />}
    </>
  );
}
