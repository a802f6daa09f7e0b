/** Sends one file to the API. XMLHttpRequest, since fetch cannot tell how much of a body has been sent. */
import { apiErrorSchema } from '@/lib/api/api-error';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';
import { uploadAnswerSchema } from '@/lib/ingest/import-list-answers';

export type SendResult =
  | { kind: 'sent'; answer: ImportFileAnswer }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string };

export type Sending = { result: Promise<SendResult>; cancel: () => void };

/** `format` is null where the server shall recognise it. */
export function sendFile(
  file: File,
  { cluster, format }: { cluster: string; format: FormatName | null },
  onProgress: (bytes: number) => void,
): Sending {
  const request = new XMLHttpRequest();
  const result = new Promise<SendResult>((resolve) => {
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('load', () => resolve(readAnswer(request)));
    request.addEventListener('abort', () => resolve({ kind: 'cancelled' }));
    request.addEventListener('error', () => resolve({ kind: 'failed', message: unreachable }));
    const query = new URLSearchParams({ cluster, name: file.name, ...(format && { format }) });
    request.open('POST', `/api/v1/imports?${query}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.send(file);
  });
  return { result, cancel: () => request.abort() };
}

const unreachable =
  'The connection broke: the server is not there, or the file could not be read. Try again; what is already in will not be doubled.';

function readAnswer(request: XMLHttpRequest): SendResult {
  const body = parseJson(request.responseText);
  if (request.status === 202) {
    const answer = uploadAnswerSchema.safeParse(body);
    if (answer.success) return { kind: 'sent', answer: answer.data };
  }
  const error = apiErrorSchema.safeParse(body);
  if (error.success) return { kind: 'failed', message: error.data.error.message };
  return {
    kind: 'failed',
    message: `The server answered ${request.status}, which says nothing about the file. Try again.`,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
