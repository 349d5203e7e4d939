// The overview's charts. Each bar is the way to the list it counts.
import { Card, Empty } from 'antd';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { BarLinks } from '../chart/BarLinks';
import { Foreign } from '../frame/Foreign';
import { useCounts, useWords } from '../language/LanguageContext';
import {
  attackCategories,
  categoryTerms,
  markTerms,
  outcomeTerms,
  severities,
  severityTerms,
  stateTerms,
} from '../language/terms';
import { useTerm } from '../language/useTerm';
import { markTone, outcomeTone } from '../monitor/tags';
import { countOf, findingsOf } from './attention';
import { reportWords } from './words';

interface Part {
  overview: Schemas['Overview'];
}

const stateColours: Record<Schemas['SiteState'], string> = {
  up: 'var(--hb-state-good)',
  faulty: 'var(--hb-state-fault)',
  down: 'var(--hb-state-bad)',
  unknown: 'var(--hb-state-unknown)',
  no_address: 'var(--hb-state-unknown)',
};

function present(counts: Schemas['Count'][]): Schemas['Count'][] {
  return counts.filter((item) => item.count > 0).sort((a, b) => b.count - a.count);
}

export function States({ overview }: Part) {
  const t = useWords(reportWords);
  const term = useTerm();
  return (
    <Card size="small" title={t('states')}>
      <BarLinks
        label={t('states')}
        items={present(overview.by_state).map((item) => ({
          key: item.key,
          name: item.key ? term(stateTerms, item.key) : t('neverSeen'),
          to: item.key ? `/sites?state=${encodeURIComponent(item.key)}` : undefined,
          parts: [
            {
              key: item.key,
              count: item.count,
              colour: stateColours[item.key as Schemas['SiteState']] ?? 'var(--hb-state-unknown)',
            },
          ],
        }))}
      />
    </Card>
  );
}

export function Outcomes({ overview }: Part) {
  const t = useWords(reportWords);
  const term = useTerm();
  return (
    <Card size="small" title={t('outcomes')} className="hb-span-4">
      <BarLinks
        label={t('outcomes')}
        items={present(overview.by_outcome).map((item) => ({
          key: item.key,
          name: item.key ? term(outcomeTerms, item.key) : t('neverSeen'),
          to: item.key ? `/sites?outcome=${encodeURIComponent(item.key)}` : undefined,
          parts: [
            {
              key: item.key,
              count: item.count,
              colour: `var(--hb-state-${outcomeTone(item.key as Schemas['Outcome'])})`,
            },
          ],
        }))}
      />
    </Card>
  );
}

export function Marks({ overview }: Part) {
  const t = useWords(reportWords);
  const term = useTerm();
  return (
    <Card size="small" title={t('marks')} className="hb-span-4">
      <BarLinks
        label={t('marks')}
        items={present(overview.by_mark).map(({ key, count }) => ({
          key,
          name: key ? term(markTerms, key) : t('notRead'),
          to: key ? `/sites?mark=${encodeURIComponent(key)}` : undefined,
          parts: [{ key, count, colour: `var(--hb-state-${key ? markTone(key as Schemas['MarkState']) : 'unknown'})` }],
        }))}
      />
    </Card>
  );
}

export function DeclaredMarks({ overview }: Part) {
  const t = useWords(reportWords);
  const yes = countOf(overview.marks_declared, 'yes');
  const notSeen = overview.marks_declared_not_seen;
  const part = (key: string, count: number, colour: string) => ({ key, count, colour: `var(--hb-state-${colour})` });
  const items = [
    { key: 'yes', name: t('markYes'), parts: [part('rest', yes - notSeen, 'good'), part('not-seen', notSeen, 'bad')] },
    { key: 'no', name: t('markNo'), parts: [part('no', countOf(overview.marks_declared, 'no'), 'unknown')] },
    {
      key: 'unknown',
      name: t('markUnknown'),
      parts: [part('unknown', countOf(overview.marks_declared, 'unknown'), 'unknown')],
    },
    { key: 'differs', name: t('markDiffers'), to: findingsOf('mark'), parts: [part('differs', notSeen, 'bad')] },
  ];
  return (
    <Card size="small" title={t('declaredMarks')}>
      <BarLinks label={t('declaredMarks')} items={items} />
    </Card>
  );
}

function Severities({ overview }: Part) {
  const term = useTerm();
  const count = useCounts();
  return (
    <p className="hb-legend">
      {severities.map((s) => (
        <Link key={s} to={`/findings?severity=${s}&decision=none`} className="hb-state">
          <i className="hb-dot" style={{ background: `var(--hb-severity-${s})` }} aria-hidden />
          {term(severityTerms, s)} {count(countOf(overview.findings_by_severity, s))}
        </Link>
      ))}
    </p>
  );
}

export function Categories({ overview }: Part) {
  const t = useWords(reportWords);
  const term = useTerm();
  const items = present(overview.findings_by_category).map(({ key, count }) => ({
    key,
    name: term(categoryTerms, key),
    to: findingsOf(key),
    parts: [
      {
        key,
        count,
        colour: attackCategories.has(key as Schemas['Category']) ? 'var(--hb-state-bad)' : 'var(--hb-primary)',
      },
    ],
  }));
  return (
    <Card size="small" title={t('categories')} className="hb-span-7">
      {items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('nothing')} />
      ) : (
        <>
          <BarLinks label={t('categories')} items={items} />
          <Severities overview={overview} />
        </>
      )}
    </Card>
  );
}

type RegionCount = Schemas['Overview']['by_region'][number];

function RegionTile({ item }: { item: RegionCount }) {
  const t = useWords(reportWords);
  const count = useCounts();
  const share = (n: number) => `${(100 * n) / Math.max(1, item.sites)}%`;
  const notes = [
    item.down > 0 && t('regionDown', { n: count(item.down) }),
    item.with_alerts > 0 && t('regionAlerts', { n: count(item.with_alerts) }),
  ].filter(Boolean);
  return (
    <>
      <span className="hb-tile-name">{item.region ? <Foreign>{item.region.name}</Foreign> : t('noRegion')}</span>
      <span className="hb-bar-track" aria-hidden>
        <i
          className="hb-bar-part"
          style={{ width: share(item.with_alerts), background: 'var(--hb-severity-critical)' }}
        />
        <i className="hb-bar-part" style={{ width: share(item.down), background: 'var(--hb-severity-medium)' }} />
        <i
          className="hb-bar-part"
          style={{
            width: share(Math.max(0, item.sites - item.down - item.with_alerts)),
            background: 'var(--hb-state-good)',
          }}
        />
      </span>
      <small className="hb-soft">
        {t('regionLine', { sites: count(item.sites) })} · {notes.length > 0 ? notes.join(' · ') : t('regionFine')}
      </small>
    </>
  );
}

export function Regions({ overview }: Part) {
  const t = useWords(reportWords);
  const regions = overview.by_region.filter((item) => item.sites > 0);
  if (!regions.some((item) => item.region)) return null;
  return (
    <Card size="small" title={t('regions')} className="hb-span-12">
      <div className="hb-tiles">
        {regions.map((item) =>
          item.region ? (
            <Link key={item.region.code} className="hb-tile" to={`/sites?region=${item.region.code}`}>
              <RegionTile item={item} />
            </Link>
          ) : (
            <span key="none" className="hb-tile">
              <RegionTile item={item} />
            </span>
          ),
        )}
      </div>
    </Card>
  );
}
