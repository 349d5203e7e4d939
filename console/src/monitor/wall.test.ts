import { describe, expect, it } from 'vitest';
import { isCounty, toneOfSite, toneOfTile } from './wall';

const tile = { region: null, sites: 3, up: 3, faulty: 0, down: 0, other: 0, with_alerts: 0 };

describe('the live wall', () => {
  it('shows the worst of a region', () => {
    expect(toneOfTile(tile)).toBe('good');
    expect(toneOfTile({ ...tile, faulty: 1 })).toBe('fault');
    expect(toneOfTile({ ...tile, faulty: 1, down: 1 })).toBe('bad');
    expect(toneOfTile({ ...tile, with_alerts: 1 })).toBe('bad');
    expect(toneOfTile({ ...tile, up: 0, other: 3 })).toBe('unknown');
  });
  it('shows an attacked site as bad though it is up', () => {
    expect(toneOfSite({ state: 'up', worst_severity: 'high' })).toBe('bad');
    expect(toneOfSite({ state: 'up', worst_severity: 'low' })).toBe('good');
    expect(toneOfSite({ state: 'down', worst_severity: null })).toBe('bad');
    expect(toneOfSite({ state: 'unknown', worst_severity: null })).toBe('unknown');
  });
  it('knows where a region ends', () => {
    expect(isCounty('130402')).toBe(true);
    expect(isCounty('130400')).toBe(false);
    expect(isCounty(undefined)).toBe(false);
  });
});
