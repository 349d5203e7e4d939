// The one way to the server: typed by api/openapi.yaml. Every failure arrives as a ProblemError, the network's own too.
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];

export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

// Set by the session: the token that every request which changes something repeats.
let csrf = '';
export function keepCsrf(token: string): void {
  csrf = token;
}
export function csrfToken(): string {
  return csrf;
}

// Set by the language switch, so that the server's sentences come in the language of the page.
let acceptLanguage = 'zh';
export function askIn(language: string): void {
  acceptLanguage = language;
}
export function askedLanguage(): string {
  return acceptLanguage;
}

const conventions: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', acceptLanguage);
    if (request.method !== 'GET' && request.method !== 'HEAD' && csrf) request.headers.set('X-Huabiao-Csrf', csrf);
    return request;
  },
};

export const apiBase = '/api/v1';
export const api = createClient<paths>({ baseUrl: apiBase, credentials: 'same-origin' });
api.use(conventions);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export function problemFrom(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'title' in body && 'code' in body) return body as Problem;
  return { type: 'about:blank', title: `HTTP ${status}`, status, code: 'console.not_a_problem' };
}

export function unreachable(reason: unknown): ProblemError {
  const zh = acceptLanguage === 'zh';
  return new ProblemError({
    type: 'about:blank',
    title: zh ? '连接不上服务器' : 'The server cannot be reached',
    status: 0,
    code: 'console.unreachable',
    detail: reason instanceof Error ? reason.message : String(reason),
    next: zh
      ? '检查网络，确认 huabiao serve 正在运行，然后重试。'
      : 'Check the network and that huabiao serve is running, then try again.',
  });
}

async function settle<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  let result: Answer<T>;
  try {
    result = await call;
  } catch (reason) {
    throw unreachable(reason);
  }
  if (!result.response.ok) throw new ProblemError(problemFrom(result.error, result.response.status));
  return result;
}

export async function answer<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await settle(call)).data as T;
}

export interface Tagged<T> {
  value: T;
  etag: string; // goes back in If-Match
}

export async function taggedAnswer<T>(call: Promise<Answer<T>>): Promise<Tagged<T>> {
  const result = await settle(call);
  return { value: result.data as T, etag: result.response.headers.get('ETag') ?? '' };
}

// Address of a download that the browser makes itself; empty values are left out.
export function downloadUrl(path: string, query: Record<string, string | number | undefined | null>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  const text = search.toString();
  return `${apiBase}${path}${text ? `?${text}` : ''}`;
}
