import { expect, test } from 'vitest';
import { shortTrait } from './traits';

test('digests are cut, names are not', () => {
  expect(shortTrait('script', 'a'.repeat(64))).toBe('a'.repeat(12));
  expect(shortTrait('shape', 'b'.repeat(64))).toBe('b'.repeat(12));
  expect(shortTrait('host', 'a-very-long-name.example')).toBe('a-very-long-name.example');
  expect(shortTrait('contact', 'qq:12345678')).toBe('qq:12345678');
});

test('the digest behind a masked number is left out', () => {
  expect(shortTrait('contact', 'phone:138****8000#1a2b3c4d')).toBe('phone:138****8000');
});
