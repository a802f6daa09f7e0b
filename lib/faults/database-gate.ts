/**
 * The network between the product and PostgreSQL: forwards to a server that may come back elsewhere, breaks all connections, and
 * sees what is sent, so that a fault can be placed before or after a chosen statement.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export class DatabaseGate {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private target: URL;
  private port = 0;
  /** Asked about everything that is sent to the server; true lets it pass. */
  onSend: ((text: string) => boolean) | null = null;

  constructor(target: string) {
    this.target = new URL(target);
  }

  async open(): Promise<this> {
    this.server = createServer((from) => this.join(from)).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    this.port = typeof address === 'object' && address ? address.port : 0;
    return this;
  }

  /** The target's address, through here. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.href;
  }

  retarget(target: string): void {
    this.target = new URL(target);
  }

  breakAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.breakAll();
    this.server?.close();
  }

  private join(from: Socket): void {
    const to = connect(Number(this.target.port), this.target.hostname);
    for (const socket of [from, to]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.sockets.delete(socket);
        from.destroy();
        to.destroy();
      });
    }
    from.on('data', (chunk) => {
      if (this.onSend && !this.onSend(chunk.toString('latin1'))) return;
      if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
    to.pipe(from);
  }
}
