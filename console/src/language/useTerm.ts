import { useCallback } from 'react';
import { useLanguage } from './LanguageContext';
import { type Pair, say } from './words';

// The name of a value of a closed list; a value this console does not know yet is shown as it is.
export function useTerm(): (terms: Record<string, Pair>, value: string) => string {
  const { language } = useLanguage();
  return useCallback(
    (terms, value) => {
      const pair = Object.hasOwn(terms, value) ? terms[value] : undefined;
      return pair ? say(pair, language) : value;
    },
    [language],
  );
}
