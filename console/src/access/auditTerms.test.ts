/// <reference types="vite/client" />
import { expect, test } from 'vitest';
import contract from '../../../api/openapi.yaml?raw';
import { actionKey, actionTerms, differencesOf, recordName } from './auditTerms';

// "POST /sites/{}" of every change the contract knows.
function changes(): string[] {
  const found: string[] = [];
  let path = '';
  for (const line of contract.split('\n')) {
    const at = /^ {2}(\/[^:]*):$/.exec(line);
    if (at?.[1]) path = at[1].replace(/\{[^}]*\}/g, '{}');
    const method = /^ {4}(post|put|patch|delete):$/.exec(line);
    if (method?.[1]) found.push(`${method[1].toUpperCase()} ${path}`);
  }
  return found;
}

test('every change of the contract has words', () => {
  const all = changes().filter((one) => !one.startsWith('POST /vantage/'));
  expect(all.length).toBeGreaterThan(30);
  expect(all.filter((one) => !(one in actionTerms))).toEqual([]);
});

test('actions and records are told without the root of the API', () => {
  expect(actionKey('PATCH /api/v1/sites/{}')).toBe('PATCH /sites/{}');
  expect(recordName('/api/v1/sites/17')).toBe('sites/17');
  expect(recordName('census.xlsx')).toBe('census.xlsx');
});

test('differences are told leaf by leaf', () => {
  expect(
    differencesOf(
      { name: 'a', scope: { region: '13' } },
      { name: 'b', scope: { region: '14', of: null }, tags: ['x'] },
    ),
  ).toEqual([
    { place: 'name', before: 'a', after: 'b' },
    { place: 'scope.region', before: '13', after: '14' },
    { place: 'scope.of', before: null, after: 'null' },
    { place: 'tags', before: null, after: '["x"]' },
  ]);
  expect(differencesOf(null, null)).toEqual([]);
});
