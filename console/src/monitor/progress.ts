// A running round as the server tells it: one state from the stream of events, pure, so that it can be tested.
import { useEffect, useReducer } from 'react';
import { apiBase, type Schemas } from '../api/client';

export type RoundProgress = Schemas['RoundProgress'];

export interface Live {
  progress: RoundProgress | null;
  connection: 'opening' | 'open' | 'lost' | 'ended';
}

export type LiveEvent =
  | { kind: 'open' }
  | { kind: 'lost' }
  | { kind: 'progress'; data: string }
  | { kind: 'end'; data: string };

export const quiet: Live = { progress: null, connection: 'opening' };

function parsed(data: string): RoundProgress | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && 'round' in value ? (value as RoundProgress) : null;
  } catch {
    return null; // a torn event; the next one brings the whole state again
  }
}

export function reduce(live: Live, event: LiveEvent): Live {
  if (live.connection === 'ended') return live;
  switch (event.kind) {
    case 'open':
      return { ...live, connection: 'open' };
    case 'lost':
      return { ...live, connection: 'lost' };
    case 'progress':
      return { progress: parsed(event.data) ?? live.progress, connection: 'open' };
    case 'end':
      return { progress: parsed(event.data) ?? live.progress, connection: 'ended' };
  }
}

// Watches a round while `on`; a lost connection is taken up again by the browser itself.
export function useRoundProgress(round: number, on: boolean): Live {
  const [live, tell] = useReducer(reduce, quiet);
  useEffect(() => {
    if (!on) return undefined;
    const source = new EventSource(`${apiBase}/rounds/${round}/events`);
    source.onopen = () => tell({ kind: 'open' });
    source.onerror = () => tell({ kind: 'lost' });
    source.addEventListener('progress', (event) => tell({ kind: 'progress', data: String(event.data) }));
    source.addEventListener('end', (event) => {
      tell({ kind: 'end', data: String(event.data) });
      source.close();
    });
    return () => source.close();
  }, [round, on]);
  return live;
}
