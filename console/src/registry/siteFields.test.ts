import { expect, it } from 'vitest';
import type { Schemas } from '../api/client';
import { declarationChanges, declarationFields, newSite, siteChanges, siteFields } from './siteFields';

const site = {
  name: '教育局',
  life: 'open',
  region: null,
  site_code: '',
  icp: '',
  police: '',
  remark: '',
} as unknown as Schemas['Site'];
const declaration = {
  organisation: { id: 2, name: '教育局' },
  department: '',
  ascii_domains: [{ ascii: 'a.gov.cn', unicode: 'a.gov.cn', port: 8080 }],
  chinese_domains: [{ ascii: 'xn--x', unicode: '教育.政务', port: null }],
  mark_hung: true,
  contact: '',
  phones: [],
  remark: '',
} as unknown as Schemas['Declaration'];

it('sends back nothing when nothing was changed', () => {
  expect(siteChanges(site, siteFields(site))).toEqual({});
  expect(declarationChanges(declaration, declarationFields(declaration))).toEqual({});
});

it('sends back only what was changed', () => {
  expect(siteChanges(site, { ...siteFields(site), name: ' 新教育局 ' })).toEqual({ name: '新教育局' });
  expect(declarationChanges(declaration, { ...declarationFields(declaration), mark: 'unknown' })).toEqual({
    mark_hung: null,
  });
});

it('types a domain with its port, in the alphabet it is read in', () => {
  const fields = declarationFields(declaration);
  expect([fields.ascii_domains, fields.chinese_domains]).toEqual([['a.gov.cn:8080'], ['教育.政务']]);
});

it('enters the first declaration with a new site only when a unit is chosen', () => {
  expect(newSite({ name: 'x', declaration: { mark: 'no' } }).declarations).toBeUndefined();
  const made = newSite({ name: 'x', declaration: { organisation: 3, mark: 'no', ascii_domains: [' a.gov.cn ', ''] } });
  expect(made.declarations).toMatchObject([{ organisation: 3, mark_hung: false, ascii_domains: ['a.gov.cn'] }]);
});
