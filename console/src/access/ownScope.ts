// The reach of an own grant, word for word; the server takes a narrower one too.
import type { Schemas } from '../api/client';
import type { ScopeValues } from './ScopeFields';

export function scopeOf(grant: Schemas['Grant']): ScopeValues {
  const { kind, region, of, sector } = grant.scope;
  return {
    scope: kind,
    ...(region ? { region: region.code } : {}),
    ...(kind === 'organisation' && of ? { organisation: of.id } : {}),
    ...(kind === 'site' && of ? { site: of.id } : {}),
    ...(sector ? { sector } : {}),
  };
}
