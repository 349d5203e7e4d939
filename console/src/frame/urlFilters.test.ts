import { expect, it } from 'vitest';
import { numberFilter, readFilters, writeFilters } from './urlFilters';

const keys = ['q', 'state'] as const;

it('reads only the keys of the list', () => {
  expect(readFilters(new URLSearchParams('q=a&other=b&state='), keys)).toEqual({ q: 'a' });
});

it('changes what is named and keeps the rest', () => {
  const before = new URLSearchParams('q=a&state=up&tab=2');
  expect(writeFilters(before, keys, { q: undefined, state: 'down' }).toString()).toBe('state=down&tab=2');
  expect(before.toString()).toBe('q=a&state=up&tab=2');
});

it('takes only whole numbers as ids', () => {
  expect(numberFilter('12')).toBe(12);
  expect(numberFilter('1;drop')).toBeUndefined();
  expect(numberFilter(undefined)).toBeUndefined();
});
