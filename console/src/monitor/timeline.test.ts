import { describe, expect, it } from 'vitest';
import { happenings, stepsBetween, type TimelineStep, toneOfStep } from './timeline';

const step = (at: string, opened: number, failed: number): TimelineStep => ({
  at,
  samples: opened + failed,
  opened,
  failed,
  median_ms: 80,
  slowest_ms: 90,
});

describe('the timeline', () => {
  it('shows the gaps between the steps', () => {
    const steps = stepsBetween(
      { from: '2026-11-22T00:07:00.000Z', to: '2026-11-22T00:21:00.000Z', step_s: 300 },
      { steps: [step('2026-11-22T00:10:00.000Z', 1, 0)] },
    );
    expect(steps.map((one) => one.at.slice(11, 16))).toEqual(['00:05', '00:10', '00:15', '00:20']);
    expect(steps.map((one) => one.step !== undefined)).toEqual([false, true, false, false]);
  });
  it('colours a step by how most of its checks ended', () => {
    expect(toneOfStep(undefined)).toBe('none');
    expect(toneOfStep(step('', 0, 0))).toBe('none');
    expect(toneOfStep(step('', 3, 0))).toBe('good');
    expect(toneOfStep(step('', 3, 1))).toBe('fault');
    expect(toneOfStep(step('', 1, 1))).toBe('bad');
  });
  it('tells what changed and what was found in one order', () => {
    const change = { at: '2026-11-22T01:00:00.000Z', host: 'a', part: 'title' as const, before: 'x', after: 'y' };
    const news = (at: string) => ({ at, what: 'opened', by: '', finding: { id: 1 } as never });
    const all = happenings({
      changes: [change],
      page_changes: [],
      news: [news('2026-11-22T02:00:00.000Z'), news('2026-11-22T00:30:00.000Z')],
    });
    expect(all.map((one) => one.kind)).toEqual(['found', 'changed', 'found']);
  });
  it('says of which change the page is kept', () => {
    const at = '2026-11-22T01:00:00.000Z';
    const change = (host: string, part: 'title' | 'certificate') => ({ at, host, part, before: 'x', after: 'y' });
    const all = happenings({
      changes: [change('a', 'title'), change('b', 'title'), change('b', 'certificate')],
      page_changes: [{ at, host: 'a', id: 1 } as never],
      news: [],
    });
    expect(all.map((one) => (one.kind === 'changed' ? one.kept : one.kind))).toEqual(['page', true, false, true]);
  });
});
