// For tests: an HTTP server that speaks the receiver's contract and keeps every line once, by its content, with troubles to
// order. What the product's receiver makes of a line is the product's matter; here it counts that lines arrive.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export const TOKEN = 'a-token-of-the-tests';

export type Trouble =
  | 'none'
  | 'no-connection'
  | 'unavailable'
  | 'too-many'
  | 'bad-token'
  | 'lost-answer'
  | 'too-big'
  | 'captive';

export class TestReceiver {
  readonly lines = new Map<string, number>();
  requests: { at: number; lines: number; trouble: Trouble }[] = [];
  /** What goes wrong with the next request. */
  trouble: () => Trouble = () => 'none';
  private readonly server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const lines = gunzipSync(Buffer.concat(parts)).toString().split('\n').slice(0, -1);
      const trouble = request.headers.authorization === `Bearer ${TOKEN}` ? this.trouble() : 'bad-token';
      this.requests.push({ at: performance.now(), lines: lines.length, trouble });
      if (trouble === 'no-connection') return request.socket.destroy();
      if (trouble === 'unavailable') return response.writeHead(503).end();
      if (trouble === 'too-many') return response.writeHead(429, { 'retry-after': '1' }).end();
      if (trouble === 'bad-token') return response.writeHead(401).end('{"error":{"message":"Unknown token."}}');
      if (trouble === 'captive') return response.end('<html>Welcome to the network</html>');
      if (trouble === 'too-big' && lines.length > 100) return response.writeHead(413).end();
      const before = this.lines.size;
      for (const line of lines) this.lines.set(line, (this.lines.get(line) ?? 0) + 1);
      const inserted = this.lines.size - before;
      if (trouble === 'lost-answer') return request.socket.destroy();
      const counts = {
        received: lines.length,
        inserted,
        duplicates: lines.length - inserted,
        quarantined: 0,
        skipped: 0,
      };
      response.end(JSON.stringify(counts));
    });
  });

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
