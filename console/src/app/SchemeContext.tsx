// Light or dark: what the reader chose before, else what the system asks for.
import { createContext, type ReactNode, useCallback, useContext, useLayoutEffect, useMemo, useState } from 'react';
import { applyVariables } from './theme';
import type { Scheme } from './tokens';

const kStorageKey = 'huabiao.scheme';

interface SchemeState {
  scheme: Scheme;
  choose: (scheme: Scheme) => void;
}

const SchemeContext = createContext<SchemeState>({ scheme: 'light', choose: () => undefined });

function firstScheme(): Scheme {
  try {
    const remembered = window.localStorage.getItem(kStorageKey);
    if (remembered === 'light' || remembered === 'dark') return remembered;
  } catch {
    // storage may be forbidden; follow the system
  }
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function SchemeProvider({ children }: { children: ReactNode }) {
  const [scheme, setScheme] = useState<Scheme>(firstScheme);
  useLayoutEffect(() => applyVariables(scheme, document.documentElement), [scheme]);
  const choose = useCallback((next: Scheme) => {
    try {
      window.localStorage.setItem(kStorageKey, next);
    } catch {
      // the choice then lasts for the page
    }
    setScheme(next);
  }, []);
  const state = useMemo(() => ({ scheme, choose }), [scheme, choose]);
  return <SchemeContext.Provider value={state}>{children}</SchemeContext.Provider>;
}

export function useScheme(): SchemeState {
  return useContext(SchemeContext);
}
