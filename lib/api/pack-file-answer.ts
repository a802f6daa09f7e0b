/** The file of a pack as an answer that streams, as fast as the client takes it. That somebody takes it is on record. */
import { Readable } from 'node:stream';
import { type PackFile, recordTaking } from '@/lib/packs/pack-queue';
import { currentPerson } from '@/lib/people/current-person';

export async function answerPackFile({ bytes, name, open, pack }: PackFile, request: Request): Promise<Response> {
  const headers = {
    'Content-Type': 'application/zip',
    'Content-Length': String(bytes),
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  };
  if (request.method === 'HEAD') return new Response(null, { headers });
  await recordTaking(pack, currentPerson(request.headers));
  const stream = Readable.toWeb(Readable.from(open(), { objectMode: false })) as ReadableStream<Uint8Array>;
  return new Response(stream, { headers });
}
