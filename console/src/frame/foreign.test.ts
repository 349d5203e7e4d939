import { describe, expect, it } from 'vitest';
import { safeHref, showForeign } from './foreign';

describe('showForeign', () => {
  it('leaves ordinary text alone', () => expect(showForeign('教育局 <b>"x"</b> 𠮷')).toBe('教育局 <b>"x"</b> 𠮷'));
  it('shows what turns the reading direction', () => expect(showForeign('a\u202egnp.exe')).toBe('a⟨RLO⟩gnp.exe'));
  it('shows zero-width and control characters', () =>
    expect(showForeign('a\u200bb\u0000c\u0085')).toBe('a⟨ZWSP⟩b␀c\ufffd'));
  it('flattens lines in a cell and keeps them in a snippet', () => {
    expect(showForeign('a\nb')).toBe('a b');
    expect(showForeign('a\nb', 'keep')).toBe('a\nb');
  });
});

describe('safeHref', () => {
  it('takes web addresses', () => expect(safeHref('http://example.gov.cn/a')).toBe('http://example.gov.cn/a'));
  it.each(['javascript:alert(1)', 'data:text/html,x', ' java\tscript:alert(1)', 'file:///etc/passwd', '', '//x', '/x'])(
    'refuses %j',
    (address) => expect(safeHref(address)).toBeNull(),
  );
});
