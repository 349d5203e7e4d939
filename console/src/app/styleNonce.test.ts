import { describe, expect, it } from 'vitest';
import { giveStylesTheirNonce, styleNonce } from './styleNonce';

function pageWith(content: string | null): Document {
  const page = {
    querySelector: () => (content === null ? null : { content }),
    createElement: (name: string) => ({ name, nonce: '' }),
  };
  return page as unknown as Document;
}

describe('the nonce of styles', () => {
  it('is what the server put into the page', () => {
    expect(styleNonce(pageWith('Zm9v'))).toBe('Zm9v');
  });
  it.each([[null], [''], ['__CSP_NONCE__']])('is none where the page has %s', (content) => {
    expect(styleNonce(pageWith(content))).toBeUndefined();
  });
  it('goes to every style element that is made, and to no other', () => {
    const page = pageWith(null);
    giveStylesTheirNonce(page, 'Zm9v');
    expect(page.createElement('style').nonce).toBe('Zm9v');
    expect(page.createElement('STYLE').nonce).toBe('Zm9v');
    expect(page.createElement('script').nonce).toBe('');
  });
});
