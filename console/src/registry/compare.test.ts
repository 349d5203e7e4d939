import { expect, it } from 'vitest';
import type { Schemas } from '../api/client';
import { compare } from './compare';

function site(icp: string, seen: Partial<Schemas['FooterValue']>[] | null): Schemas['Site'] {
  const footer = seen && {
    icp: seen.map((value) => ({ raw: '', normal: '', valid: true, reason: '', link: '', ...value })),
    police: [],
    site_code: [],
    error_report_button: false,
    organiser: '',
    contact: '',
  };
  return { icp, police: '', site_code: '', declarations: [], hosts: [{ footer }] } as unknown as Schemas['Site'];
}
const icpOf = (s: Schemas['Site']) => compare(s).find((line) => line.key === 'icp');

it('agrees when every page shows the declared number', () =>
  expect(icpOf(site('京ICP备1号', [{ normal: '京ICP备1号' }, { normal: '京ICP备1号' }]))?.agreement).toBe('agrees'));
it('differs when a page shows another', () =>
  expect(icpOf(site('京ICP备1号', [{ normal: '京ICP备2号' }]))?.agreement).toBe('differs'));
it('keeps an ill-formed value with its reason', () => {
  const line = icpOf(site('京ICP备1号', [{ raw: '京ICP备?', valid: false, reason: 'no number' }]));
  expect(line).toMatchObject({ agreement: 'differs', observed: [{ text: '京ICP备?', invalid: 'no number' }] });
});
it('compares nothing when no page was read', () =>
  expect(icpOf(site('京ICP备1号', null))?.agreement).toBe('not-compared'));
it('tells what only one side has', () => {
  expect(icpOf(site('', [{ normal: 'x' }]))?.agreement).toBe('only-observed');
  expect(icpOf(site('x', []))?.agreement).toBe('only-declared');
});
