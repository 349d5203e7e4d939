// Options of selects that ask the server while one types. `chosen` keeps the name of what is already picked.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, type Schemas } from '../api/client';
import type { Lookup } from '../frame/Filters';
import { showForeign } from '../frame/foreign';

interface Option<V> {
  value: V;
  label: string;
}

export function merged<V>(found: Option<V>[], chosen: Option<V>[]): Option<V>[] {
  const seen = new Set(found.map((option) => option.value));
  return [...found, ...chosen.filter((option) => !seen.has(option.value))];
}

export function useRegionOptions(chosen?: Schemas['RegionRef'] | null): Lookup<string> {
  const [q, search] = useState('');
  const query = useQuery({
    queryKey: ['regions', 'options', q],
    queryFn: () => answer(api.GET('/regions', { params: { query: { q: q || undefined, limit: 50 } } })),
    staleTime: 60_000,
  });
  const option = (region: Schemas['RegionRef']) => ({
    value: region.code,
    label: `${showForeign(region.name)} ${region.code}`,
  });
  return {
    options: merged((query.data?.items ?? []).map(option), chosen ? [option(chosen)] : []),
    search,
    loading: query.isFetching,
  };
}

export function useOrganisationOptions(chosen?: Schemas['Named'] | null): Lookup<number> {
  const [q, search] = useState('');
  const query = useQuery({
    queryKey: ['organisations', 'options', q],
    queryFn: () => answer(api.GET('/organisations', { params: { query: { q: q || undefined, limit: 50 } } })),
    staleTime: 60_000,
  });
  const option = (organisation: Schemas['Named']) => ({
    value: organisation.id,
    label: showForeign(organisation.name),
  });
  return {
    options: merged((query.data?.items ?? []).map(option), chosen ? [option(chosen)] : []),
    search,
    loading: query.isFetching,
  };
}
