// What needs attention first, drawn from the overview's counts: attacks on top, every line a way to its list.
import type { Schemas } from '../api/client';
import { attackCategories } from '../language/terms';

export interface Attention {
  key: string;
  kind: 'attack' | 'down' | 'mark' | 'certificate' | 'faulty' | 'no-address';
  category?: Schemas['Category'];
  tone: 'critical' | 'high' | 'medium' | 'low';
  count: number;
  to: string;
}

export function countOf(counts: Schemas['Count'][], key: string): number {
  return counts.find((item) => item.key === key)?.count ?? 0;
}

// Overview counts findings that are unresolved and undecided; a list that is to show the same asks the same.
export function findingsOf(category: string): string {
  return `/findings?category=${encodeURIComponent(category)}&decision=none`;
}

function attacks(overview: Schemas['Overview']): Attention[] {
  return overview.findings_by_category
    .filter((item) => item.count > 0 && attackCategories.has(item.key as Schemas['Category']))
    .sort((a, b) => b.count - a.count)
    .map(({ key, count }) => ({
      key: `attack-${key}`,
      kind: 'attack',
      category: key as Schemas['Category'],
      tone: 'critical',
      count,
      to: findingsOf(key),
    }));
}

export function attention(overview: Schemas['Overview']): Attention[] {
  const state = (key: Schemas['SiteState']) => ({ count: countOf(overview.by_state, key), to: `/sites?state=${key}` });
  const rest: Attention[] = [
    { key: 'down', kind: 'down', tone: 'high', ...state('down') },
    {
      key: 'certificate',
      kind: 'certificate',
      tone: 'medium',
      count: countOf(overview.findings_by_category, 'certificate'),
      to: findingsOf('certificate'),
    },
    { key: 'mark', kind: 'mark', tone: 'medium', count: overview.marks_declared_not_seen, to: findingsOf('mark') },
    { key: 'faulty', kind: 'faulty', tone: 'medium', ...state('faulty') },
    { key: 'no-address', kind: 'no-address', tone: 'low', ...state('no_address') },
  ];
  return [...attacks(overview), ...rest.filter((item) => item.count > 0)];
}
