// Who is signed in. null: nobody; every page but sign-in asks for a session.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { answer, api, keepCsrf, ProblemError, type Schemas } from '../api/client';

export type Session = Schemas['Session'];
export type Ability = Schemas['Ability'];
export const sessionKey = ['session'] as const;

async function fetchSession(): Promise<Session | null> {
  try {
    const session = await answer(api.GET('/session'));
    keepCsrf(session.csrf);
    return session;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) return null;
    throw error;
  }
}

export function useSession() {
  return useQuery({ queryKey: sessionKey, queryFn: fetchSession, staleTime: Number.POSITIVE_INFINITY, retry: false });
}

// Whether a button is shown. The server holds the same rule and has the last word.
export function useMay(): (ability: Ability) => boolean {
  const { data } = useSession();
  return useCallback((ability) => data?.abilities.includes(ability) ?? false, [data]);
}

// Whether it may be done about the whole estate, not only a part of the register.
export function useMayEverywhere(): (ability: Ability) => boolean {
  const { data } = useSession();
  return useCallback(
    (ability) =>
      data?.grants.some((grant) => grant.scope.kind === 'nation' && grant.abilities.includes(ability)) ?? false,
    [data],
  );
}

export function useEnterSession(): (session: Session | null) => void {
  const client = useQueryClient();
  return useCallback(
    (session) => {
      keepCsrf(session?.csrf ?? '');
      if (session === null) client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
      client.setQueryData(sessionKey, session);
    },
    [client],
  );
}
