// The web server: Node's own around Next's handler, http or https. It exists for four things that Next cannot do without
// buffering request bodies: headers with a nonce on every answer, refusing other sites, uploads of any size and length of
// time, and paths that are answered without Next (the receiver of events).

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, get as getOverTls } from 'node:https';
import next from 'next';
import { refuseRequest } from './request-guard';
import { applySecurityHeaders } from './security-headers';
import { loadTls, type TlsFiles, watchTls } from './tls-files';

const CLOSE_LIMIT_MS = 5000;
const REFUSED_LINGER_MS = 500;
const HEADERS_LIMIT_MS = 30_000;

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpServer {
  /** Where people reach it. */
  address: string;
  /** Loads the built pages; may run while the database is being opened. */
  prepare(): Promise<void>;
  /** From now on requests reach the pages; before, each is told that Plumbline is starting. */
  open(): void;
  /** From now on this path is answered by `handler` instead of the pages, whether they are open or not. */
  route(path: string, handler: Handler): void;
  /** Asks for a page, so that the first person does not wait for what the first question costs. */
  warmUp(path: string): Promise<void>;
  /** Stops listening, lets running answers end (five seconds at most), then cuts what is left. */
  close(): Promise<void>;
}

export interface ListenOptions {
  host: string;
  port: number;
  /** With them it is https only. */
  tls?: TlsFiles | undefined;
}

/** Takes the port, so that a taken one is known before anything else is started. Throws ListenError and TlsError. */
export async function listen({ host, port, tls }: ListenOptions): Promise<HttpServer> {
  let handle: Handler | undefined;
  const routes = new Map<string, Handler>();
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    applySecurityHeaders(request, response);
    const refusal = refuseRequest(
      {
        method: request.method ?? 'GET',
        host: request.headers.host,
        origin: request.headers.origin,
        fetchSite: header(request, 'sec-fetch-site'),
      },
      host,
    );
    if (refusal) return refuse(request, response, refusal);
    const handler = routes.get(request.url?.split('?')[0] ?? '') ?? handle;
    if (!handler)
      return refuse(request, response, { status: 503, code: 'starting', message: 'Plumbline is starting.' });
    handler(request, response).catch((error: unknown) => {
      console.error(`${request.method} ${request.url} failed:`, error);
      response.destroy();
    });
  };
  const limits = { headersTimeout: HEADERS_LIMIT_MS, connectionsCheckingInterval: 1000 };
  const secure = tls
    ? createTlsServer({ ...limits, handshakeTimeout: HEADERS_LIMIT_MS, ...(await loadTls(tls)) }, serve)
    : undefined;
  const server = secure ?? createServer(limits, serve);
  const unwatch = tls && secure ? watchTls(tls, (context) => secure.setSecureContext(context)) : undefined;
  // A large upload over a slow line takes as long as it takes; a client that never ends its headers does not.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 10_000;
  await bind(server, host, port).catch((error: unknown) => {
    unwatch?.();
    throw error;
  });

  const app = next({ dev: false, dir: process.cwd(), hostname: host, port, httpServer: server });
  const address = addressOf({ host, port, tls });
  return {
    address,
    prepare: () => app.prepare(),
    open: () => {
      handle = app.getRequestHandler();
    },
    route: (path, handler) => {
      routes.set(path, handler);
    },
    warmUp: (path) => ask(`${address}${path}`),
    close: async () => {
      unwatch?.();
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_LIMIT_MS);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      clearTimeout(cut);
      await app.close();
    },
  };
}

export function addressOf({ host, port, tls }: ListenOptions): string {
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Our own page over our own port: its certificate is for a name that this machine may not have. */
function ask(url: string): Promise<void> {
  if (url.startsWith('http:')) return fetch(url).then(async (page) => void (await page.arrayBuffer()));
  return new Promise((resolve, reject) => {
    getOverTls(url, { rejectUnauthorized: false }, (page) => page.resume().once('end', resolve)).once('error', reject);
  });
}

/** The address cannot be listened on; `code` is Node's (EADDRINUSE, EACCES, EADDRNOTAVAIL). */
export class ListenError extends Error {
  override name = 'ListenError';
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ListenError(explainListenError(error, host, port))),
    );
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      server.on('error', (error) => console.error(`The web server reports: ${error.message}`));
      resolve();
    });
  });
}

function explainListenError(error: NodeJS.ErrnoException, host: string, port: number): string {
  const another = `Choose another one: PORT=${port < 65535 ? port + 1 : 3000} npm start`;
  if (error.code === 'EADDRINUSE') return `PORT ${port} on ${host} is already taken by another program. ${another}`;
  if (error.code === 'EACCES') return `PORT ${port} needs rights that this user does not have. ${another}`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `HOST ${host} is not an address of this machine. Use 127.0.0.1 (this machine only) or 0.0.0.0 (all networks).`;
  }
  return `The web server cannot listen on ${host}:${port}: ${error.message}.`;
}

// A refused upload of gigabytes must not come in first; but closing at once would take the answer from a client that is
// still sending, so it gets a moment.
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code, message }: { status: number; code: string; message: string },
): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', connection: 'close' };
  response.writeHead(status, status === 503 ? { ...headers, 'retry-after': '1' } : headers);
  response.end(`${JSON.stringify({ error: { code, message } })}\n`);
  request.resume();
  response.once('finish', () => setTimeout(() => request.destroy(), REFUSED_LINGER_MS).unref());
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
