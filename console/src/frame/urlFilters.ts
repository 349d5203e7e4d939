// Filters of a list live in the address, so that a list can be sent to a colleague and the back button works.
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

export type Filters<K extends string> = Partial<Record<K, string>>;

export function readFilters<K extends string>(search: URLSearchParams, keys: readonly K[]): Filters<K> {
  const filters: Filters<K> = {};
  for (const key of keys) {
    const value = search.get(key);
    if (value) filters[key] = value;
  }
  return filters;
}

export function writeFilters<K extends string>(
  search: URLSearchParams,
  keys: readonly K[],
  change: Partial<Record<K, string | undefined>>,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const key of keys) {
    if (!(key in change)) continue;
    const value = change[key];
    if (value) next.set(key, value);
    else next.delete(key);
  }
  return next;
}

export function useUrlFilters<K extends string>(keys: readonly K[]) {
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => readFilters(search, keys), [search, keys]);
  const change = useCallback(
    (some: Partial<Record<K, string | undefined>>) =>
      setSearch((now) => writeFilters(now, keys, some), { replace: true }),
    [setSearch, keys],
  );
  const clear = useCallback(() => setSearch({}, { replace: true }), [setSearch]);
  return { filters, change, clear };
}

// A filter that the API wants as a number; what is none is left out, so that a mistyped address still gives a list.
export function numberFilter(value: string | undefined): number | undefined {
  return value && /^[0-9]{1,15}$/.test(value) ? Number(value) : undefined;
}
