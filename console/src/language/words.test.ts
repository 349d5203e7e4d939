import { describe, expect, it } from 'vitest';
import { fill, firstLanguage, formatCount, say } from './words';

describe('fill', () => {
  it('puts values in their places', () => expect(fill('{a} of {b}', { a: 1, b: 'x' })).toBe('1 of x'));
  it('keeps a place without a value visible', () => expect(fill('{a} {c}', { a: 1 })).toBe('1 {c}'));
  it('does not read a value as a pattern', () => expect(fill('{a}', { a: '$& {b}' })).toBe('$& {b}'));
});

describe('firstLanguage', () => {
  it('takes what the reader chose', () => expect(firstLanguage('en', ['zh-CN'])).toBe('en'));
  it('follows the browser', () => expect(firstLanguage(null, ['fr', 'de'])).toBe('en'));
  it('finds Chinese among several', () => expect(firstLanguage('xx', ['en-US', 'zh-TW'])).toBe('zh'));
  it('is Chinese when nothing is known', () => expect(firstLanguage(null, [])).toBe('zh'));
});

it('says the right half of a pair', () => {
  expect(say(['共 {n} 个', '{n} in all'], 'zh', { n: 3 })).toBe('共 3 个');
  expect(say(['共 {n} 个', '{n} in all'], 'en', { n: 3 })).toBe('3 in all');
});

it('groups digits', () => expect(formatCount(1234567, 'en')).toBe('1,234,567'));
