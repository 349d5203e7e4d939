// Parts of an entry that its row and its drawer show alike.
import { Tag } from 'antd';
import type { Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { absolute } from '../frame/moments';
import { useLanguage, useWords } from '../language/LanguageContext';
import { useTerm } from '../language/useTerm';
import { stageTerms, wayTerms } from './auditTerms';
import { auditWords } from './auditWords';

type Entry = Schemas['AuditEntry'];
const kColours = { intended: 'default', done: 'success', refused: 'error', failed: 'warning' } as const;

// To the second and absolute: it is compared with other logs.
export function EntryTime({ entry }: { entry: Entry }) {
  const { language } = useLanguage();
  return <time dateTime={entry.at}>{absolute(entry.at, language)}</time>;
}

export function EntryWho({ entry }: { entry: Entry }) {
  const t = useWords(auditWords);
  const unproved = entry.account === null && entry.way === 'session';
  if (!entry.who) return <span className="hb-faint">{entry.way === 'server' ? '–' : t('nobody')}</span>;
  return (
    <>
      <Foreign>{entry.who}</Foreign>
      {unproved && <span className="hb-soft"> ({t('unproved')})</span>}
    </>
  );
}

export function EntrySource({ entry }: { entry: Entry }) {
  const t = useWords(auditWords);
  const term = useTerm();
  return (
    <>
      {term(wayTerms, entry.way)} <span className="hb-soft">{entry.address || t('machine')}</span>
    </>
  );
}

export function EntryResult({ entry }: { entry: Entry }) {
  const t = useWords(auditWords);
  const term = useTerm();
  return (
    <>
      <Tag color={kColours[entry.stage]}>{term(stageTerms, entry.stage)}</Tag>
      {entry.stage !== 'done' && <code className="hb-soft">{entry.result}</code>}
      {entry.count > 1 && <span className="hb-soft"> {t('times', { n: entry.count })}</span>}
    </>
  );
}
