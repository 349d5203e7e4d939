// The controls above a list. Each changes one filter; clearing one takes it out of the address.
import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../language/LanguageContext';
import { useTerm } from '../language/useTerm';
import type { Pair } from '../language/words';
import { frameWords } from './words';

export function FilterBar({
  filters,
  clear,
  children,
}: {
  filters: Record<string, string | undefined>;
  clear: () => void;
  children: ReactNode;
}) {
  const f = useWords(frameWords);
  return (
    <search className="hb-filters">
      {children}
      {Object.keys(filters).some((key) => key !== 'sort') && (
        <Button type="link" onClick={clear}>
          {f('clear')}
        </Button>
      )}
    </search>
  );
}

export function TextFilter({
  label,
  value,
  change,
}: {
  label: string;
  value?: string;
  change: (q: string | undefined) => void;
}) {
  return (
    <Input.Search
      key={value ?? ''}
      className="hb-search"
      allowClear
      defaultValue={value}
      placeholder={label}
      aria-label={label}
      maxLength={200}
      onSearch={(q) => change(q.trim() || undefined)}
    />
  );
}

// One of a closed list of terms; `order` where the list's own is not the one people expect.
export function TermFilter({
  label,
  terms,
  order,
  value,
  change,
}: {
  label: string;
  terms: Record<string, Pair>;
  order?: readonly string[];
  value?: string;
  change: (value: string | undefined) => void;
}) {
  const term = useTerm();
  return (
    <Select
      allowClear
      placeholder={label}
      aria-label={label}
      value={value}
      popupMatchSelectWidth={false}
      options={(order ?? Object.keys(terms)).map((one) => ({ value: one, label: term(terms, one) }))}
      onChange={(now?: string) => change(now)}
    />
  );
}

// What a server is asked for while one types.
export interface Lookup<V> {
  options: { value: V; label: string }[];
  search: (q: string) => void;
  loading: boolean;
}

export function LookupFilter<V extends string | number>({
  label,
  lookup,
  value,
  change,
}: {
  label: string;
  lookup: Lookup<V>;
  value?: V;
  change: (value: V | undefined) => void;
}) {
  return (
    <Select
      allowClear
      showSearch={{ filterOption: false, onSearch: lookup.search }}
      loading={lookup.loading}
      placeholder={label}
      aria-label={label}
      value={value}
      options={lookup.options}
      popupMatchSelectWidth={280}
      onChange={(now?: V) => change(now)}
    />
  );
}
