import { expect, it } from 'vitest';
import type { Schemas } from '../api/client';
import { attention } from './attention';

const quiet: Schemas['Overview'] = {
  sites: 3,
  organisations: 1,
  declarations: 3,
  by_life: [],
  by_state: [{ key: 'up', count: 3 }],
  by_outcome: [],
  by_mark: [],
  marks_declared: [],
  marks_declared_not_seen: 0,
  findings_by_category: [],
  findings_by_severity: [],
  by_region: [],
  latest_round: null,
  running_round: null,
  trend: [],
};

it('is silent when nothing is wrong', () => expect(attention(quiet)).toEqual([]));

it('puts attacks before everything else and leaves out what no one must hurry for', () => {
  const lines = attention({
    ...quiet,
    by_state: [{ key: 'down', count: 20 }],
    findings_by_category: [
      { key: 'footer', count: 30 },
      { key: 'defacement', count: 1 },
      { key: 'dark-link', count: 4 },
      { key: 'title-hijack', count: 0 },
    ],
  });
  expect(lines.map((line) => [line.key, line.count])).toEqual([
    ['attack-dark-link', 4],
    ['attack-defacement', 1],
    ['down', 20],
  ]);
  expect(lines[0]?.to).toBe('/findings?category=dark-link&decision=none');
});
