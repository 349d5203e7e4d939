// The language of the page, remembered in this browser; nothing is stored on the server.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { askIn } from '../api/client';
import { firstLanguage, formatCount, type Language, say, type Values, type WordList } from './words';

const kStorageKey = 'huabiao.language';

interface LanguageState {
  language: Language;
  choose: (language: Language) => void;
}

const LanguageContext = createContext<LanguageState>({ language: 'zh', choose: () => undefined });

function remembered(): string | null {
  try {
    return window.localStorage.getItem(kStorageKey);
  } catch {
    return null; // storage may be forbidden; the switch then lasts for the page
  }
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => firstLanguage(remembered(), navigator.languages));
  askIn(language);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const choose = useCallback((next: Language) => {
    try {
      window.localStorage.setItem(kStorageKey, next);
    } catch {
      // see remembered()
    }
    setLanguage(next);
  }, []);
  const state = useMemo(() => ({ language, choose }), [language, choose]);
  return <LanguageContext.Provider value={state}>{children}</LanguageContext.Provider>;
}

export function useLanguage(): LanguageState {
  return useContext(LanguageContext);
}

export type Say<T extends WordList> = (key: keyof T & string, values?: Values) => string;

export function useWords<T extends WordList>(words: T): Say<T> {
  const { language } = useLanguage();
  return useCallback((key, values) => say(words[key] as T[string], language, values), [words, language]);
}

export function useCounts(): (count: number) => string {
  const { language } = useLanguage();
  return useCallback((count) => formatCount(count, language), [language]);
}
