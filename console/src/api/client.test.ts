import { describe, expect, it } from 'vitest';
import { answer, askIn, downloadUrl, ProblemError, problemFrom } from './client';

describe('answer', () => {
  it('gives the data of a good answer', async () => {
    const call = Promise.resolve({ data: 7, response: new Response(null, { status: 200 }) });
    expect(await answer(call)).toBe(7);
  });

  it('throws the problem document of a bad one', async () => {
    const problem = { type: '/x', title: 'No', status: 409, code: 'x.y', next: 'Do this.' };
    const call = Promise.resolve({ error: problem, response: new Response(null, { status: 409 }) });
    await expect(answer(call)).rejects.toMatchObject({ problem });
  });

  it('turns a dead network into a problem in the language of the page', async () => {
    askIn('en');
    const failure = await answer(Promise.reject(new TypeError('fetch failed'))).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(ProblemError);
    expect((failure as ProblemError).problem).toMatchObject({ code: 'console.unreachable', detail: 'fetch failed' });
  });
});

it('makes a problem of an answer that is none', () => {
  expect(problemFrom('<html>', 502)).toMatchObject({ title: 'HTTP 502', status: 502 });
});

it('leaves empty filters out of a download', () => {
  expect(downloadUrl('/findings/export', { format: 'jsonl', q: '', site: undefined, severity: 'high' })).toBe(
    '/api/v1/findings/export?format=jsonl&severity=high',
  );
});
