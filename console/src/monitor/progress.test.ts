import { expect, it } from 'vitest';
import { quiet, reduce } from './progress';

const event = (done: number) => JSON.stringify({ round: 3, done, total: 10 });

it('takes the newest progress', () => {
  const live = reduce(reduce(quiet, { kind: 'progress', data: event(1) }), { kind: 'progress', data: event(2) });
  expect(live).toMatchObject({ connection: 'open', progress: { done: 2 } });
});

it('keeps what it knew when an event is torn or the connection lost', () => {
  const live = reduce(quiet, { kind: 'progress', data: event(4) });
  expect(reduce(live, { kind: 'progress', data: '{"round":' }).progress?.done).toBe(4);
  expect(reduce(live, { kind: 'lost' })).toMatchObject({ connection: 'lost', progress: { done: 4 } });
});

it('stays ended', () => {
  const ended = reduce(quiet, { kind: 'end', data: event(10) });
  expect(reduce(ended, { kind: 'lost' }).connection).toBe('ended');
});
