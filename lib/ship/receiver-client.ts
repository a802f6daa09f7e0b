// One batch, one POST: what the receiver answered, as one of four outcomes. Certificates and the token are read anew for each
// connection and attempt, for Secrets are renewed under a running process. Redirects are not followed: the token is for
// one address.

import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';

const ANSWER_LIMIT = 64 * 1024;

export type Receipt = { received: number; inserted: number; duplicates: number; quarantined: number; skipped: number };

export type Outcome =
  | { kind: 'taken'; receipt: Receipt }
  /** Too big for it or for something on the way. */
  | { kind: 'too-big'; reason: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'unavailable'; reason: string; retryAfterMs: number };

export type ReceiverOptions = {
  url: URL;
  tokenFile: string;
  ca?: string;
  cert?: string;
  key?: string;
  requestLimitMs: number;
};

export class ReceiverClient {
  private agent: http.Agent | null = null;

  constructor(private readonly options: ReceiverOptions) {}

  /** Never throws: whatever goes wrong is an outcome. */
  async send(body: Buffer, signal: AbortSignal): Promise<Outcome> {
    const limit = AbortSignal.timeout(this.options.requestLimitMs);
    try {
      const token = (await readFile(this.options.tokenFile, 'utf8')).trim();
      if (!/^[\x21-\x7e]+$/.test(token)) {
        return {
          kind: 'refused',
          reason: `${this.options.tokenFile} holds no token: expected one line of letters and signs.`,
        };
      }
      const agent = this.agent ?? (await this.connect());
      this.agent = agent;
      return interpret(await post(this.options.url, agent, token, body, AbortSignal.any([limit, signal])));
    } catch (error) {
      // A renewed certificate is used from the next attempt on.
      this.close();
      const reason = limit.aborted
        ? `No answer within ${this.options.requestLimitMs / 1000} s.`
        : error instanceof Error
          ? error.message || String((error as NodeJS.ErrnoException).code)
          : String(error);
      return { kind: 'unavailable', reason, retryAfterMs: 0 };
    }
  }

  close(): void {
    this.agent?.destroy();
    this.agent = null;
  }

  private async connect(): Promise<http.Agent> {
    const { url, ca, cert, key } = this.options;
    const options = { keepAlive: true, maxSockets: 1 };
    if (url.protocol === 'http:') return new http.Agent(options);
    const read = (file: string | undefined) => (file ? readFile(file) : undefined);
    return new https.Agent({ ...options, ca: await read(ca), cert: await read(cert), key: await read(key) });
  }
}

type Answer = { status: number; retryAfter: string | undefined; text: string };

function post(url: URL, agent: http.Agent, token: string, body: Buffer, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'http:' ? http : https;
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
      'content-length': body.length,
      'user-agent': 'plumbline-ship',
    };
    const sent = request(url, { method: 'POST', agent, headers, signal });
    sent.once('error', reject);
    sent.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        if (text.length < ANSWER_LIMIT) text += part;
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], text }),
      );
    });
    sent.end(body);
  });
}

function interpret({ status, retryAfter, text }: Answer): Outcome {
  const said = messageOf(text);
  if (status === 200) {
    const receipt = receiptOf(text);
    if (receipt) return { kind: 'taken', receipt };
    return { kind: 'refused', reason: 'Answered 200, but not as a receiver of audit events does. Check the address.' };
  }
  if (status === 401 || status === 403) {
    return { kind: 'refused', reason: `The receiver does not accept the token (${status}). ${said}`.trim() };
  }
  if (status === 413) return { kind: 'too-big', reason: `The batch is too big (413). ${said}`.trim() };
  const retryAfterMs = retryAfterOf(retryAfter);
  if (status === 429 || status >= 500) {
    return { kind: 'unavailable', reason: `Answered ${status}. ${said}`.trim(), retryAfterMs };
  }
  return { kind: 'refused', reason: `Answered ${status}, which no receiver of audit events does. ${said}`.trim() };
}

function receiptOf(text: string): Receipt | null {
  try {
    const { received, inserted = 0, duplicates = 0, quarantined = 0, skipped = 0 } = JSON.parse(text);
    if (typeof received !== 'number') return null;
    return { received, inserted, duplicates, quarantined, skipped };
  } catch {
    return null;
  }
}

function messageOf(text: string): string {
  try {
    return String(JSON.parse(text).error?.message ?? '').slice(0, 300);
  } catch {
    return '';
  }
}

function retryAfterOf(header: string | undefined): number {
  if (!header) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 300_000) : 0;
}
