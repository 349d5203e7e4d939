// One entry of the audit: what was sent and what it changed.
import { useQuery } from '@tanstack/react-query';
import { Descriptions, Drawer, Skeleton, Table } from 'antd';
import { answer, api } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { ProblemNote } from '../frame/ProblemNote';
import { useWords } from '../language/LanguageContext';
import { useTerm } from '../language/useTerm';
import { EntryResult, EntrySource, EntryTime, EntryWho } from './AuditCells';
import { actionKey, actionTerms, type Difference, differencesOf, recordName } from './auditTerms';
import { auditWords } from './auditWords';

function Side({ value }: { value: string | null }) {
  return value === null ? <span className="hb-faint">–</span> : <Foreign>{value}</Foreign>;
}

function Differences({ rows }: { rows: Difference[] }) {
  const t = useWords(auditWords);
  if (rows.length === 0) return <p className="hb-soft">{t('unchanged')}</p>;
  return (
    <Table<Difference>
      aria-label={t('changed')}
      size="small"
      tableLayout="fixed"
      rowKey="place"
      pagination={false}
      dataSource={rows}
      columns={[
        { key: 'place', title: t('member'), width: 160, render: (_, row) => <code>{row.place}</code> },
        { key: 'before', title: t('before'), render: (_, row) => <Side value={row.before} /> },
        { key: 'after', title: t('after'), render: (_, row) => <Side value={row.after} /> },
      ]}
    />
  );
}

export function AuditDrawer({ sequence, onClose }: { sequence: number; onClose: () => void }) {
  const t = useWords(auditWords);
  const term = useTerm();
  const query = useQuery({
    queryKey: ['audit', 'entry', sequence],
    queryFn: () => answer(api.GET('/audit/{id}', { params: { path: { id: sequence } } })),
  });
  const entry = query.data;
  return (
    <Drawer open title={t('entry', { n: sequence })} size="large" onClose={onClose}>
      {query.isError && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton active />}
      {entry && (
        <>
          <Descriptions
            size="small"
            column={1}
            bordered
            items={[
              { key: 'at', label: t('at'), children: <EntryTime entry={entry} /> },
              { key: 'who', label: t('account'), children: <EntryWho entry={entry} /> },
              { key: 'from', label: t('from'), children: <EntrySource entry={entry} /> },
              { key: 'action', label: t('action'), children: term(actionTerms, actionKey(entry.action)) },
              { key: 'object', label: t('record'), children: <Foreign>{recordName(entry.object)}</Foreign> },
              { key: 'result', label: t('stage'), children: <EntryResult entry={entry} /> },
              { key: 'request', label: t('request'), children: <code>{entry.request || '–'}</code> },
              { key: 'hash', label: t('hash'), children: <code className="hb-hash">{entry.hash}</code> },
            ]}
          />
          <h3>{t('changed')}</h3>
          <Differences rows={differencesOf(entry.before, entry.after)} />
          {entry.asked !== null && (
            <>
              <h3>{t('asked')}</h3>
              <pre className="hb-snippet">{JSON.stringify(entry.asked, null, 2)}</pre>
            </>
          )}
        </>
      )}
    </Drawer>
  );
}
