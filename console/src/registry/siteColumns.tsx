import { ControlOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, type TableProps } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { When } from '../frame/When';
import { useCounts, useWords } from '../language/LanguageContext';
import { lifeTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { MarkSign, OutcomeTag, SeverityMark, StateMark } from '../monitor/tags';
import { registryWords } from './words';

type Row = Schemas['SiteRow'];
type Column = NonNullable<TableProps<Row>['columns']>[number];
export type SiteSort =
  | 'name'
  | '-name'
  | 'severity'
  | '-severity'
  | 'last_visit'
  | '-last_visit'
  | 'newest'
  | '-newest';

const kStorageKey = 'huabiao.sites.columns';
const kChoosable = [
  'hosts',
  'organisations',
  'chinese',
  'region',
  'life',
  'siteCode',
  'state',
  'outcome',
  'markDeclared',
  'markObserved',
  'severity',
  'open',
  'last_visit',
] as const;
type Choosable = (typeof kChoosable)[number];
const kFirst: readonly Choosable[] = [
  'hosts',
  'state',
  'outcome',
  'markDeclared',
  'markObserved',
  'severity',
  'open',
  'last_visit',
];

const kNames: Record<Choosable, keyof typeof registryWords> = {
  hosts: 'hosts',
  organisations: 'organisation',
  chinese: 'chineseNames',
  region: 'region',
  life: 'life',
  siteCode: 'siteCode',
  state: 'state',
  outcome: 'outcome',
  markDeclared: 'markDeclared',
  markObserved: 'markObserved',
  severity: 'worst',
  open: 'open',
  last_visit: 'visited',
};

function remembered(): Choosable[] {
  try {
    const list: unknown = JSON.parse(window.localStorage.getItem(kStorageKey) ?? '');
    if (Array.isArray(list)) return kChoosable.filter((key) => list.includes(key));
  } catch {
    // nothing remembered, or not by us
  }
  return [...kFirst];
}

export function Few({ texts, most = 2 }: { texts: string[]; most?: number }) {
  if (texts.length === 0) return <span className="hb-faint">—</span>;
  return (
    <span className="hb-cell-lines" title={texts.length > most ? texts.join('\n') : undefined}>
      {texts.slice(0, most).map((text) => (
        <span key={text} className="hb-clip">
          <Foreign>{text}</Foreign>
        </span>
      ))}
      {texts.length > most && <small className="hb-faint">+{texts.length - most}</small>}
    </span>
  );
}

export function YesNo({ value }: { value: boolean | null }) {
  const t = useWords(registryWords);
  if (value === null) return <span className="hb-faint">—</span>;
  return <>{value ? t('yes') : t('no')}</>;
}

export function useSiteColumns(sort: SiteSort) {
  const t = useWords(registryWords);
  const count = useCounts();
  const term = useTerm();
  const [shown, setShown] = useState<Choosable[]>(remembered);
  const choose = useCallback((next: Choosable[]) => {
    setShown(next);
    try {
      window.localStorage.setItem(kStorageKey, JSON.stringify(next));
    } catch {
      // the choice then lasts for the page
    }
  }, []);
  const columns = useMemo(() => {
    const sorted = (key: string): Partial<Column> => ({
      sorter: true,
      sortOrder: sort === key ? 'ascend' : sort === `-${key}` ? 'descend' : null,
    });
    const all: Record<Choosable, Column> = {
      hosts: {
        width: 230,
        ellipsis: true,
        // A site may be declared by its Chinese name alone.
        render: (_, row) => (
          <span className="hb-mono">
            <Few texts={row.hosts.length > 0 ? row.hosts : row.chinese_names} />
          </span>
        ),
      },
      organisations: {
        width: 170,
        ellipsis: true,
        render: (_, row) => <Few texts={row.organisations} />,
      },
      chinese: { width: 170, ellipsis: true, render: (_, row) => <Few texts={row.chinese_names} /> },
      life: { width: 90, render: (_, row) => term(lifeTerms, row.life) },
      siteCode: {
        width: 130,
        render: (_, row) => (
          <span className="hb-mono">
            <Foreign>{row.site_code || '—'}</Foreign>
          </span>
        ),
      },
      region: { width: 100, render: (_, row) => (row.region ? <Foreign>{row.region.name}</Foreign> : '—') },
      state: { width: 92, render: (_, row) => <StateMark state={row.state} /> },
      outcome: { width: 132, render: (_, row) => <OutcomeTag outcome={row.outcome} /> },
      markDeclared: { width: 84, align: 'center', render: (_, row) => <YesNo value={row.mark_declared} /> },
      markObserved: { width: 132, render: (_, row) => <MarkSign mark={row.mark_observed} /> },
      severity: {
        width: 92,
        ...sorted('severity'),
        render: (_, row) => <SeverityMark severity={row.worst_severity} />,
      },
      open: {
        width: 70,
        align: 'right',
        render: (_, row) =>
          row.open_findings > 0 ? (
            <Link to={`/findings?site=${row.id}`}>{count(row.open_findings)}</Link>
          ) : (
            <span className="hb-faint">0</span>
          ),
      },
      last_visit: { width: 106, ...sorted('last_visit'), render: (_, row) => <When at={row.last_visit_at} /> },
    };
    const name: Column = {
      key: 'name',
      title: t('name'),
      width: 190,
      fixed: window.innerWidth > 900 ? 'left' : undefined,
      ...sorted('name'),
      render: (_, row) => (
        <Link to={`/sites/${row.id}`}>
          <Foreign>{row.name || row.hosts[0] || `#${row.id}`}</Foreign>
        </Link>
      ),
    };
    return [
      name,
      ...kChoosable.filter((key) => shown.includes(key)).map((key) => ({ key, title: t(kNames[key]), ...all[key] })),
    ];
  }, [shown, sort, t, count, term]);
  return { columns, shown, choose };
}

export function ColumnChoice({ shown, choose }: { shown: Choosable[]; choose: (next: Choosable[]) => void }) {
  const t = useWords(registryWords);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('columnsHint')}
      content={
        <Checkbox.Group
          className="hb-columns"
          value={shown}
          onChange={(next) => choose(kChoosable.filter((key) => next.includes(key)))}
          options={kChoosable.map((key) => ({ value: key, label: t(kNames[key]) }))}
        />
      }
    >
      <Button icon={<ControlOutlined />}>{t('columns')}</Button>
    </Popover>
  );
}
