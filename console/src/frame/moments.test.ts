import { describe, expect, it } from 'vitest';
import { brief, byteSize, span, tick } from './moments';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('tick', () => {
  it('says as much of a moment as steps of that length ask for', () => {
    expect(tick('2026-03-01T12:00:00Z', 300)).toMatch(/^\d\d:00$/);
    expect(tick('2026-03-01T12:00:00Z', 10_800)).toBe('03-01');
    expect(tick('2026-03-01T12:00:00Z', 86_400)).toBe('2026-03-01');
  });
});

describe('brief', () => {
  it('tells near moments by distance', () => {
    expect(brief('2026-03-01T11:52:00Z', now, 'en')).toBe('8 minutes ago');
    expect(brief('2026-03-01T09:30:00Z', now, 'zh')).toBe('2小时前');
  });
  it('tells far moments by date', () =>
    expect(brief('2025-12-01T12:00:00Z', now, 'en')).toMatch(/^2025-12-0[12] \d\d:00$/));
  it('shows what is no instant as it is', () => expect(brief('soon', now, 'en')).toBe('soon'));
});

it('tells a span', () => {
  expect(span(42, 'en')).toBe('42 s');
  expect(span(3725, 'zh')).toBe('1 时 2 分');
});

it('tells sizes', () => {
  expect(byteSize(512, 'en')).toBe('512 bytes');
  expect(byteSize(8 * 1024 * 1024, 'zh')).toBe('8.0 MiB');
});
