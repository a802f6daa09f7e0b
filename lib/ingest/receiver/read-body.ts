/** Collects the body of a request, within limits of size and time and of what all requests together may hold. */
import type { IncomingMessage } from 'node:http';
import type { InFlight } from './in-flight';
import { IngestRefusal } from './ingest-refusal';
import { MAX_BODY_BYTES } from './split-body';

/** The client went away in the middle: there is nobody to answer. */
export class ClientGone extends Error {
  override name = 'ClientGone';
}

/** Its bytes in a buffer of their own, counted in `inFlight`. Throws IngestRefusal and ClientGone. */
export function readBody(request: IncomingMessage, inFlight: InFlight, limitMs: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let ended = false;
    const fail = (error: Error) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      request.off('data', onData);
      inFlight.release(length);
      reject(error);
    };
    const timer = setTimeout(
      () => fail(new IngestRefusal('too_slow', `The body did not arrive within ${limitMs / 1000} s.`)),
      limitMs,
    );
    const onData = (chunk: Buffer) => {
      if (length + chunk.length > MAX_BODY_BYTES) return fail(tooLarge());
      if (!inFlight.hold(chunk.length)) return fail(inFlight.refusal());
      length += chunk.length;
      chunks.push(chunk);
    };
    if (request.destroyed) return fail(new ClientGone('the connection ended before the body'));
    request.on('data', onData);
    request.once('end', () => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      const body = new Uint8Array(length);
      let offset = 0;
      for (const chunk of chunks) {
        body.set(chunk, offset);
        offset += chunk.length;
      }
      resolve(body);
    });
    request.once('close', () => {
      if (!request.complete) fail(new ClientGone('the connection ended inside the body'));
    });
    request.once('error', (error) => fail(new ClientGone(error.message)));
  });
}

export function tooLarge(): IngestRefusal {
  return new IngestRefusal(
    'too_large',
    `The body is larger than ${MAX_BODY_BYTES / 1024 ** 2} MiB. Send smaller batches (kube-apiserver: --audit-webhook-batch-max-size).`,
  );
}
