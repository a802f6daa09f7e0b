/** A PostgreSQL of its own with all its durability, that can be crashed and comes back behind the same address. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedServer, enterEmbeddedServer, removeDataDirectory } from '@/lib/db/embedded-server';
import { migrate } from '@/lib/db/migrate';
import { createPool } from '@/lib/db/pool';
import { pidExists } from '@/lib/db/process-identity';
import { DatabaseGate } from './database-gate';

export type Crash = 'backend' | 'postmaster' | 'immediate';

export class CrashingServer {
  private constructor(
    private readonly data: string,
    private readonly settings: Record<string, string>,
    private server: EmbeddedServer,
    readonly gate: DatabaseGate,
  ) {}

  /** In `parent`, or in a temporary directory. */
  static async start(settings: Record<string, string> = {}, parent = os.tmpdir()): Promise<CrashingServer> {
    const data = await mkdtemp(path.join(parent, 'plumbline-crash-'));
    await chmod(data, 0o711);
    const all = { shared_buffers: '64MB', ...settings };
    const server = await enterEmbeddedServer(data, { settings: all });
    await migrate(server.url);
    return new CrashingServer(data, all, server, await new DatabaseGate(server.url).open());
  }

  /** The address of the server as it runs now, without the gate. */
  get directUrl(): string {
    return this.server.url;
  }

  get postmaster(): number {
    return this.server.pid;
  }

  /** Ends it in the middle of its work; answers when it is there again. A backend's death makes it restart by itself. */
  async crash(kind: Crash): Promise<void> {
    if (kind === 'backend') {
      const pid = await this.busyBackend();
      if (pid) process.kill(pid, 'SIGKILL');
      await sleep(50);
      await this.untilItAnswers();
      return;
    }
    process.kill(this.server.pid, kind === 'postmaster' ? 'SIGKILL' : 'SIGQUIT');
    while (pidExists(this.server.pid)) await sleep(10);
    await this.restart();
  }

  async restart(): Promise<void> {
    this.server = await enterEmbeddedServer(this.data, { settings: this.settings });
    this.gate.retarget(this.server.url);
  }

  async end(): Promise<void> {
    await this.gate.close();
    await this.server.release().catch(() => undefined);
    if (pidExists(this.server.pid)) spawnSync('kill', ['-9', String(this.server.pid)]);
    await removeDataDirectory(this.data);
  }

  /** One that has a transaction open, or any. */
  private async busyBackend(): Promise<number | undefined> {
    const pool = createPool(this.server.url, { max: 1 });
    try {
      const { rows } = await pool.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
         and backend_type = 'client backend' order by xact_start is null, random() limit 1`,
      );
      return rows[0]?.pid;
    } finally {
      await pool.end();
    }
  }

  private async untilItAnswers(): Promise<void> {
    for (;;) {
      const pool = createPool(this.server.url, { max: 1 });
      try {
        await pool.query('select 1');
        return;
      } catch {
        await sleep(50);
      } finally {
        await pool.end();
      }
    }
  }
}
