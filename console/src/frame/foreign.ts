// Text that others wrote (pages, workbooks, names) is shown as text only, and what would be invisible in it or turn the
// reading direction round is made visible: an invisible character is where a trick hides.

const kNames: Record<number, string> = {
  173: 'SHY',
  8203: 'ZWSP',
  8204: 'ZWNJ',
  8205: 'ZWJ',
  8206: 'LRM',
  8207: 'RLM',
  8234: 'LRE',
  8235: 'RLE',
  8236: 'PDF',
  8237: 'LRO',
  8238: 'RLO',
  8288: 'WJ',
  8294: 'LRI',
  8295: 'RLI',
  8296: 'FSI',
  8297: 'PDI',
  65279: 'BOM',
};

function visible(code: number, lines: 'keep' | 'flatten'): string | null {
  if (code === 0x0a || code === 0x0d || code === 0x09) return lines === 'keep' ? null : ' ';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  if (code >= 0x80 && code < 0xa0) return '\ufffd';
  const name = kNames[code];
  return name ? `\u27e8${name}\u27e9` : null;
}

export function showForeign(text: string, lines: 'keep' | 'flatten' = 'flatten'): string {
  let shown = '';
  for (const character of text) shown += visible(character.codePointAt(0) ?? 0, lines) ?? character;
  return shown;
}

// An address may become a link only when it is plainly one of the web's own; everything else stays text.
export function safeHref(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}
