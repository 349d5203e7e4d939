// What the register says beside what the pages say, one line each. Both sides come normalised from the server; this only
// lays them side by side. Whether a difference is an offence is the judge's business, told by the findings.
import type { Schemas } from '../api/client';

export type Agreement = 'agrees' | 'differs' | 'only-declared' | 'only-observed' | 'not-compared';

export interface Observation {
  text: string;
  invalid?: string; // why it is ill-formed
}

export interface Comparison {
  key: 'mark' | 'icp' | 'police' | 'site_code' | 'organiser';
  declared: string[];
  observed: Observation[];
  agreement: Agreement;
}

type Site = Schemas['Site'];

// The rows a page was read from, one per host: https where it answered, else http.
export function readRows(site: Site): Schemas['HostRow'][] {
  return site.hosts.filter((row) => row.footer !== null);
}

function observations(values: Schemas['FooterValue'][]): Observation[] {
  const seen = new Map<string, Observation>();
  for (const value of values) {
    const text = value.valid ? value.normal : value.raw;
    if (!seen.has(text)) seen.set(text, value.valid ? { text } : { text, invalid: value.reason });
  }
  return [...seen.values()];
}

function agreementOf(declared: string, observed: Observation[], read: boolean): Agreement {
  if (!read) return 'not-compared';
  if (!declared) return observed.length > 0 ? 'only-observed' : 'not-compared';
  if (observed.length === 0) return 'only-declared';
  return observed.every((item) => !item.invalid && item.text === declared) ? 'agrees' : 'differs';
}

export function compare(site: Site): Comparison[] {
  const rows = readRows(site);
  const read = rows.length > 0;
  const pick = (key: 'icp' | 'police' | 'site_code') => observations(rows.flatMap((row) => row.footer?.[key] ?? []));
  const line = (key: 'icp' | 'police' | 'site_code'): Comparison => {
    const observed = pick(key);
    return { key, declared: site[key] ? [site[key]] : [], observed, agreement: agreementOf(site[key], observed, read) };
  };
  const organisers = [...new Set(rows.map((row) => row.footer?.organiser ?? '').filter(Boolean))].map((text) => ({
    text,
  }));
  const names = [...new Set(site.declarations.map((d) => d.organisation.name))];
  return [
    line('icp'),
    line('police'),
    line('site_code'),
    {
      key: 'organiser',
      declared: names,
      observed: organisers,
      agreement:
        !read || organisers.length === 0 || names.length === 0
          ? 'not-compared'
          : organisers.every((o) => names.includes(o.text))
            ? 'agrees'
            : 'differs',
    },
  ];
}

// A mark that a static page cannot show is not held against the declaration.
export function markAgreement(site: Site): Agreement {
  const seen = site.mark_observed;
  if (seen === null || seen === 'not-seen') return 'not-compared';
  const hung = seen === 'script' || seen === 'link';
  if (site.mark_declared === null) return hung ? 'only-observed' : 'not-compared';
  if (site.mark_declared === hung) return 'agrees';
  return site.mark_declared ? 'only-declared' : 'only-observed';
}
