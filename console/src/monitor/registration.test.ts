import { describe, expect, it } from 'vitest';
import { daysLeft, isOld, versionName } from './registration';

describe('versions of TLS', () => {
  it('are named as people say them', () => {
    expect(['TLSv1', 'TLSv1.3'].map(versionName)).toEqual(['TLS 1.0', 'TLS 1.3']);
  });
  it('are old up to 1.1', () => {
    expect(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'].map(isOld)).toEqual([true, true, false, false]);
  });
});

describe('days left', () => {
  const now = Date.parse('2026-11-23T00:00:00Z');
  it('counts whole days until the end', () => {
    expect(daysLeft('2026-11-30T00:00:00Z', now)).toBe(7);
    expect(daysLeft('2026-11-29T23:59:59Z', now)).toBe(6);
    expect(daysLeft('2026-11-23T01:00:00Z', now)).toBe(0);
  });
  it('is below nothing once it has ended', () => {
    expect(daysLeft('2026-11-22T23:59:59Z', now)).toBe(-1);
  });
});
