// The console from outside in: theme and language, then the door, then the rooms.
import { MutationCache, QueryCache, QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import { FirstPassword } from '../access/FirstPassword';
import { EnterCode, FirstFactor } from '../access/SecondStep';
import { SignIn } from '../access/SignIn';
import { sessionKey, useSession } from '../access/session';
import { ProblemError } from '../api/client';
import { ProblemNote } from '../frame/ProblemNote';
import { Waiting } from '../frame/Waiting';
import { LanguageProvider, useLanguage } from '../language/LanguageContext';
import { SchemeProvider, useScheme } from './SchemeContext';
import { antdTheme } from './theme';

const Rooms = lazy(() => import('./Rooms'));

// A request that finds no session any more leads back to the door, wherever it was made.
function makeClient(): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof ProblemError && error.problem.status === 401) client.setQueryData(sessionKey, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (mutation.options.mutationKey?.[0] !== 'credentials') onError(error);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => error instanceof ProblemError && error.problem.status === 0 && count < 1,
      },
    },
  });
  return client;
}

function Door() {
  const session = useSession();
  if (session.isPending) return <Waiting />;
  if (session.isError)
    return (
      <div className="hb-page">
        <ProblemNote error={session.error} onRetry={() => void session.refetch()} />
      </div>
    );
  if (session.data === null) return <SignIn />;
  if (session.data.owes === 'code') return <EnterCode />;
  if (session.data.owes === 'password') return <FirstPassword />;
  if (session.data.owes === 'second_factor') return <FirstFactor />;
  return (
    <Suspense fallback={<Waiting />}>
      <Rooms />
    </Suspense>
  );
}

// Sentences that came from the server are asked for again when the language changes.
function useServerLanguage(): void {
  const { language } = useLanguage();
  const client = useQueryClient();
  const asked = useRef(language);
  useEffect(() => {
    if (asked.current === language) return;
    asked.current = language;
    void client.invalidateQueries();
  }, [language, client]);
}

function Dressed({ nonce }: { nonce: string | undefined }) {
  const { language } = useLanguage();
  useServerLanguage();
  const { scheme } = useScheme();
  const theme = useMemo(() => antdTheme(scheme), [scheme]);
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enUS}
      theme={theme}
      csp={nonce ? { nonce } : undefined}
      button={{ autoInsertSpace: false }}
    >
      <AntApp>
        <Door />
      </AntApp>
    </ConfigProvider>
  );
}

export function Console({ nonce }: { nonce: string | undefined }) {
  const client = useMemo(makeClient, []);
  return (
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <SchemeProvider>
          <Dressed nonce={nonce} />
        </SchemeProvider>
      </LanguageProvider>
    </QueryClientProvider>
  );
}
