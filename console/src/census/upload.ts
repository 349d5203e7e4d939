// The upload goes by XMLHttpRequest: fetch cannot tell how much of a body has been sent.
import {
  apiBase,
  askedLanguage,
  csrfToken,
  type Problem,
  ProblemError,
  problemFrom,
  type Schemas,
  unreachable,
} from '../api/client';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function uploadWorkbook(
  file: File,
  onPercent: (percent: number) => void,
  signal: AbortSignal,
): Promise<Schemas['Import']> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append('file', file, file.name);
    request.open('POST', `${apiBase}/imports`);
    request.setRequestHeader('Accept-Language', askedLanguage());
    request.setRequestHeader('X-Huabiao-Csrf', csrfToken());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onPercent(Math.floor((100 * event.loaded) / event.total));
    };
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer as Schemas['Import']);
      else reject(new ProblemError(problemFrom(answer, request.status) satisfies Problem));
    };
    request.onerror = () => reject(unreachable('upload'));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}
