/** The file of a pack as an answer that streams, as fast as the client takes it. */
import { Readable } from 'node:stream';

type PackFile = { bytes: number; name: string; open: () => AsyncIterable<Buffer> };

export function answerPackFile({ bytes, name, open }: PackFile, request: Request): Response {
  const headers = {
    'Content-Type': 'application/zip',
    'Content-Length': String(bytes),
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  };
  if (request.method === 'HEAD') return new Response(null, { headers });
  const stream = Readable.toWeb(Readable.from(open(), { objectMode: false })) as ReadableStream<Uint8Array>;
  return new Response(stream, { headers });
}
