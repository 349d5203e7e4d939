// The filters of the findings list, between the address and the contract.
import { useMemo } from 'react';
import { numberFilter, useUrlFilters } from '../frame/urlFilters';
import type { FindingFilters, FindingSort } from './FindingsTable';

const kKeys = [
  'q',
  'site',
  'category',
  'severity',
  'state',
  'decision',
  'region',
  'round',
  'cause',
  'explained',
  'sort',
] as const;

export function useFindingFilters() {
  const { filters, change, clear } = useUrlFilters(kKeys);
  const query = useMemo<FindingFilters>(
    () => ({
      q: filters.q,
      site: numberFilter(filters.site),
      category: filters.category as FindingFilters['category'],
      severity: filters.severity as FindingFilters['severity'],
      state: filters.state as FindingFilters['state'],
      decision: filters.decision as FindingFilters['decision'],
      region: filters.region,
      round: numberFilter(filters.round),
      cause: numberFilter(filters.cause),
      // What one cause explains is one line, unless somebody asks for more.
      explained: filters.explained === 'show' || filters.cause || filters.site ? undefined : 'hide',
    }),
    [filters],
  );
  return { filters, query, sort: (filters.sort === 'newest' ? 'newest' : '-severity') as FindingSort, change, clear };
}
