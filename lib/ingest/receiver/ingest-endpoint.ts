/**
 * POST /api/ingest/audit: events from kube-apiserver's webhook and from log forwarders. A 200 says that everything is
 * committed (inserted, there already, or quarantined); anything else says that the client should keep the batch. What a
 * batch holds is never a reason to refuse it: kube-apiserver would send it five times and then drop its good events too.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Microseconds } from '@/lib/audit/microseconds';
import { InFlight } from './in-flight';
import type { IngestCounts } from './ingest-counts';
import { badToken, IngestRefusal } from './ingest-refusal';
import type { IngestSource } from './ingest-source';
import { ClientGone, readBody, tooLarge } from './read-body';
import { type ReceiveThread, starting } from './receive-thread-owner';
import type { ReceiverWatch } from './receiver-watch';
import { MAX_BODY_BYTES } from './split-body';

export const INGEST_PATH = '/api/ingest/audit';

const ENCODINGS = new Set(['', 'identity', 'gzip', 'x-gzip']);
/** A refused client may still be sending; closing at once would take the answer from it. */
const LINGER_MS = 500;

export type EndpointOptions = {
  findSource(authorization: string | undefined): Promise<IngestSource | null>;
  thread: ReceiveThread;
  watch: ReceiverWatch;
  maxInFlightBytes: number;
  /** Whether a client certificate, signed by the CA of the settings, is demanded beside the token. */
  demandCertificate: boolean;
  /** Time for the body to arrive, and for the answer without that. */
  bodyLimitMs?: number;
  answerLimitMs?: number;
};

export function ingestEndpoint(options: EndpointOptions) {
  const inFlight = new InFlight(options.maxInFlightBytes);
  const { bodyLimitMs = 30_000, answerLimitMs = 9_000 } = options;

  return async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const dryRun = new URLSearchParams(request.url?.split('?')[1]).get('dryRun') === 'true';
      const begun = Date.now();
      const source = await admit(request);
      const left = answerLimitMs - (Date.now() - begun);
      const body = await readBody(request, inFlight, bodyLimitMs);
      const counts = await store(source, body, dryRun, left);
      answer(response, 200, dryRun ? { ...counts, dryRun } : counts);
    } catch (error) {
      if (error instanceof ClientGone) return;
      refuse(request, response, error);
    }
  };

  /** Everything that can be said before the body is read. */
  async function admit(request: IncomingMessage): Promise<IngestSource> {
    if (request.method !== 'POST') {
      throw new IngestRefusal('method_not_allowed', `${request.method} is not possible here; use POST.`);
    }
    const unable = options.watch.refusal();
    if (unable) throw unable;
    if (!options.thread.isReady()) throw starting();
    const length = Number(request.headers['content-length'] ?? 0);
    if (length <= MAX_BODY_BYTES && !inFlight.admits(length)) throw inFlight.refusal();
    if (options.demandCertificate && !(request.socket as TLSSocket).authorized) {
      throw new IngestRefusal(
        'unauthorized',
        'A client certificate is demanded here, signed by the CA of PLUMBLINE_TLS_CLIENT_CA; none came, or one that it did not sign.',
      );
    }
    const source = await findSource(request.headers.authorization);
    if (!source) throw badToken();
    if (length > MAX_BODY_BYTES) throw tooLarge();
    const encoding = String(request.headers['content-encoding'] ?? '').toLowerCase();
    if (!ENCODINGS.has(encoding)) {
      throw new IngestRefusal(
        'bad_request',
        `Content-Encoding ${JSON.stringify(encoding)} is not known; use gzip or none.`,
      );
    }
    return source;
  }

  async function findSource(authorization: string | undefined): Promise<IngestSource | null> {
    try {
      return await options.findSource(authorization);
    } catch (error) {
      options.watch.databaseLost();
      console.error(`The receiver could not look a token up: ${error instanceof Error ? error.message : error}`);
      throw options.watch.refusal();
    }
  }

  /** Holds the body's bytes in the account until they are written, also when the client is told to try again before. */
  async function store(
    source: IngestSource,
    body: Uint8Array,
    dryRun: boolean,
    limitMs: number,
  ): Promise<IngestCounts> {
    const { length } = body;
    if (length === 0) throw new IngestRefusal('bad_request', 'The body is empty: expected audit events as JSON.');
    const written = options.thread
      .take({ source, body, receivedAt: nowMicroseconds(), deadline: Date.now() + limitMs, dryRun })
      .finally(() => inFlight.release(length));
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      const message =
        'The batch is not stored yet. Send it again: what turns out to be in already is counted as duplicates.';
      timer = setTimeout(() => reject(new IngestRefusal('unavailable', message, 2)), limitMs);
    });
    try {
      return await Promise.race([written, tooLong]);
    } finally {
      clearTimeout(timer);
      written.catch(() => undefined);
    }
  }
}

function nowMicroseconds(): Microseconds {
  return Date.now() * 1000;
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(`${JSON.stringify(body)}\n`);
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (!(error instanceof IngestRefusal)) console.error('The receiver failed:', error);
  const refusal =
    error instanceof IngestRefusal
      ? error
      : new IngestRefusal('unavailable', 'The receiver failed; the log of the server has the cause.', 5);
  const headers: Record<string, string> = {};
  if (refusal.retryAfter !== null) headers['retry-after'] = String(refusal.retryAfter);
  if (refusal.status === 401) headers['www-authenticate'] = 'Bearer realm="Plumbline"';
  if (refusal.status === 405) headers.allow = 'POST';
  if (!request.complete) headers.connection = 'close';
  answer(response, refusal.status, { error: { code: refusal.code, message: refusal.message } }, headers);
  if (request.complete) return;
  request.resume();
  response.once('finish', () => setTimeout(() => request.destroy(), LINGER_MS).unref());
}
