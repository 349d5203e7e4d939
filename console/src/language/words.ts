// Every sentence of the console stands here as a pair, Chinese first. A room defines its own words beside its pages, so
// they load with them; a missing translation does not compile.

export type Language = 'zh' | 'en';
export type Pair = readonly [zh: string, en: string];
export type WordList = Record<string, Pair>;
export type Values = Record<string, string | number>;

export function defineWords<const T extends WordList>(words: T): T {
  return words;
}

// Puts values into {named} places. A place without a value stays visible, so that it is noticed.
export function fill(sentence: string, values?: Values): string {
  if (!values) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

export function say(pair: Pair, language: Language, values?: Values): string {
  return fill(pair[language === 'zh' ? 0 : 1], values);
}

// The language to begin with: what the reader chose before, else what the browser asks for.
export function firstLanguage(remembered: string | null, browser: readonly string[]): Language {
  if (remembered === 'zh' || remembered === 'en') return remembered;
  return browser.some((tag) => tag.toLowerCase().startsWith('zh')) || browser.length === 0 ? 'zh' : 'en';
}

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB').format(count);
}
