// What a tile or a square of the live wall is coloured by.
import type { Schemas } from '../api/client';

export type RegionTile = Schemas['Wall']['regions'][number];
export type WallTone = 'good' | 'fault' | 'bad' | 'unknown';

// GB/T 2260: the last two digits of a county are not 00.
export function isCounty(code: string | undefined): boolean {
  return code !== undefined && !code.endsWith('00');
}

export function toneOfTile(tile: RegionTile): WallTone {
  if (tile.with_alerts > 0 || tile.down > 0) return 'bad';
  if (tile.faulty > 0) return 'fault';
  return tile.up > 0 ? 'good' : 'unknown';
}

type Site = Pick<Schemas['SiteRow'], 'state' | 'worst_severity'>;

export function toneOfSite(site: Site): WallTone {
  if (site.state === 'down' || site.worst_severity === 'critical' || site.worst_severity === 'high') return 'bad';
  if (site.state === 'faulty' || site.worst_severity === 'medium') return 'fault';
  return site.state === 'up' ? 'good' : 'unknown';
}
