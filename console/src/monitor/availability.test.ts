import { describe, expect, it } from 'vitest';
import { type DayKept, daysBetween, toneOf } from './availability';

const day = (opened: number, failed: number): DayKept => ({
  day: '2026-11-22',
  samples: opened + failed,
  opened,
  failed,
  median_ms: null,
  slowest_ms: null,
});

describe('the strip of days', () => {
  it('counts days over the end of a month', () => {
    expect(daysBetween('2026-11-29', 3)).toEqual(['2026-11-29', '2026-11-30', '2026-12-01']);
  });
  it('is coloured by the share that failed', () => {
    expect(toneOf(undefined, 5)).toBe('none');
    expect(toneOf(day(0, 0), 5)).toBe('none');
    expect(toneOf(day(20, 0), 5)).toBe('good');
    expect(toneOf(day(99, 1), 5)).toBe('fault');
    expect(toneOf(day(95, 5), 5)).toBe('bad');
  });
});
