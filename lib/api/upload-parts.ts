/**
 * The files of an upload request, one after another as they arrive: the body itself, or the `file` parts of a
 * multipart/form-data body. Nothing is buffered: `take` reads each file's stream to its end before the next begins.
 */
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { badRequest } from './api-error';
import { readBody } from './request-body';

export type UploadPart = {
  name: string | null;
  body: AsyncIterable<Uint8Array>;
  bytesTotal: number | null;
  cluster: string | null;
  format: string | null;
};

/** Calls `take` for every file and gives what it answered, in order. Throws ApiError for a body that is no upload. */
export async function takeUploadParts<T>(request: Request, take: (part: UploadPart) => Promise<T>): Promise<T[]> {
  const contentType = request.headers.get('content-type') ?? '';
  if (/^multipart\/form-data\b/i.test(contentType)) return takeMultipart(request, contentType, take);
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  const bytesTotal = Number.isSafeInteger(length) ? length : null;
  return [await take({ name: null, body: readBody(request), bytesTotal, cluster: null, format: null })];
}

async function takeMultipart<T>(
  request: Request,
  contentType: string,
  take: (part: UploadPart) => Promise<T>,
): Promise<T[]> {
  const parser = createParser(contentType);
  const taken: Promise<T>[] = [];
  let cluster: string | null = null;
  let format: string | null = null;
  parser.on('field', (name, value) => {
    if (name === 'cluster') cluster = value;
    if (name === 'format') format = value;
  });
  parser.on('file', (field, stream, name) => {
    if (field !== 'file') {
      stream.destroy();
      parser.destroy(badPart(field, 'expected parts named “file”, and “cluster” and “format” before them'));
      return;
    }
    const task = take({ name: name ?? null, body: untilParserEnds(stream, parser), bytesTotal: null, cluster, format });
    task.catch((error: Error) => parser.destroy(error)); // a failed file ends the request instead of being read for nothing
    taken.push(task);
  });
  const [parsed] = await Promise.allSettled([pipeline(readBody(request), parser)]);
  const files = await Promise.allSettled(taken);
  // What a file says of its end is more exact than what the parser says of the same.
  for (const file of files) if (file.status === 'rejected') throw file.reason;
  if (parsed.status === 'rejected') {
    if (parsed.reason instanceof Error && parsed.reason.name === 'ApiError') throw parsed.reason;
    throw badPart('body', 'expected a whole multipart/form-data body');
  }
  if (files.length === 0) throw badPart('file', 'expected at least one part named “file” with a file name');
  return files.flatMap((file) => (file.status === 'fulfilled' ? [file.value] : []));
}

function createParser(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: { fieldSize: 1024, fields: 20 } });
  } catch {
    throw badPart('Content-Type', 'expected multipart/form-data with a boundary');
  }
}

/** The parser does not end its files when the connection breaks: they would wait for ever. */
function untilParserEnds(stream: BusboyFileStream, parser: BusboyInstance): BusboyFileStream {
  const onClose = () => stream.destroy(new Error('the connection ended inside the file'));
  parser.once('error', onClose);
  parser.once('close', onClose);
  stream.once('end', () => {
    parser.off('error', onClose);
    parser.off('close', onClose);
  });
  return stream;
}

function badPart(parameter: string, message: string) {
  return badRequest([{ parameter, given: '', message }]);
}
