// The embedded PostgreSQL: one server a data directory, shared by all of Plumbline's processes.
//
// Whoever needs it first starts it; whoever leaves last stops it. "In use" is a session of PostgreSQL itself (the
// lease, seen in pg_stat_activity), so a process that dies by `kill -9` gives its lease back without doing anything. Hence
// `npm run import` may run before, during and after `npm start`, and each may end first. Entering and leaving are
// serialised by <data>/lock. A server whose users all died is simply found running, used, and stopped by the next
// user; a server that died itself is started again and recovers from its log.
//
//   <data>/postgres/       the server's directory, made complete before it gets this name
//   <data>/postgres.json   address and passwords (0600)      <data>/postgres.log   its log

import { randomBytes } from 'node:crypto';
import { constants, existsSync, statSync } from 'node:fs';
import { access, chmod, mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { withFileLock } from './file-lock';
import { findPostgresInstallation } from './postgres-binaries';
import { createCluster } from './postgres-cluster';
import { chooseLauncher, type Launcher } from './postgres-launcher';
import { answers, findPostmaster, startPostgres, stopPostgres } from './postgres-process';
import {
  completeRecord,
  DATABASE,
  databaseUrl,
  newPostgresRecord,
  type PostgresRecord,
  PRODUCT_ROLE,
  productUrl,
  ROLE,
  readPostgresRecord,
  superuserUrl,
  writePostgresRecord,
} from './postgres-record';
import type { PostgresSettings } from './postgres-settings';

const LEASE = 'plumbline-lease';
const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

export interface EmbeddedServer {
  /** Address of the product's database, with the rights of its owner. */
  url: string;
  /** The same for the role that the product works as. */
  productUrl: string;
  /** The server's process. */
  pid: number;
  /** The server's directory on disk; elsewhere than under the data directory when its user cannot reach that. */
  directory: string;
  /** Gives the lease back and stops the server when nobody else holds one. */
  release(): Promise<void>;
  /** Settles when the server ends while the lease is held. */
  lost: Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Settings in place of the usual ones; for tests. */
  settings?: PostgresSettings;
  /** Told what takes unusually long or is placed unusually. */
  notice?(text: string): void;
}

/** Enters the embedded server of a data directory: finds it running or starts it, creating it at the first time. */
export async function enterEmbeddedServer(
  dataDirectory: string,
  { settings = {}, notice = () => {} }: EmbeddedServerOptions = {},
): Promise<EmbeddedServer> {
  const data = await prepareDataDirectory(dataDirectory);
  const lock = path.join(data, 'lock');

  const entered = await withFileLock(lock, async () => {
    const record = await readPostgresRecord(data);
    const launcher = await launcherFor(data, record);
    const directory = directoryFor(data, record, launcher);
    const current = completeRecord(
      record ?? newPostgresRecord(path.dirname(directory) === data ? 'postgres' : directory),
    );
    if (!record?.productPassword) await writePostgresRecord(data, current);
    if (!existsSync(directory)) {
      if (launcher.elsewhere) notice(`PostgreSQL's user cannot enter ${data}; the database is in ${directory}.`);
      await createCluster(launcher, directory, current.superuserPassword);
    }
    const running = (await adopt(directory, current)) ?? (await start(data, directory, launcher, current));
    const startedAt = running.pid === current.pid ? current.startedAt : new Date().toISOString();
    const next = { ...current, ...running, startedAt };
    await writePostgresRecord(data, next);
    const lease = await openLease(next);
    await ensureDatabase(lease.client, next, !record?.productPassword);
    return { record: next, launcher, directory, pid: running.pid, ...lease };
  });

  return {
    url: databaseUrl(entered.record),
    productUrl: productUrl(entered.record),
    pid: entered.pid,
    directory: entered.directory,
    lost: entered.lost,
    release: () =>
      withFileLock(lock, async () => {
        const last = await isLastUser(entered.client);
        await entered.client.end().catch(() => {});
        if (!last) return;
        await stopPostgres(entered.launcher, entered.directory, entered.pid);
        await writePostgresRecord(data, { ...entered.record, pid: null, port: null, startedAt: null });
      }),
  };

  async function start(from: string, directory: string, launcher: Launcher, record: PostgresRecord) {
    const logFile = path.join(from, 'postgres.log');
    if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.old`);
    const url = (port: number) => superuserUrl({ ...record, port });
    return startPostgres({ launcher, directory, logFile, settings, url, notice });
  }
}

async function prepareDataDirectory(dataDirectory: string): Promise<string> {
  try {
    await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
    const data = await realpath(dataDirectory);
    await access(data, constants.R_OK | constants.W_OK | constants.X_OK);
    // The server's user has to pass through; what lies here is closed file by file.
    if (process.getuid?.() === 0) await chmod(data, 0o711);
    return data;
  } catch (error) {
    throw new Error(
      `The data directory ${dataDirectory} cannot be used: ${(error as Error).message}. Set PLUMBLINE_DATA to a directory you can write.`,
    );
  }
}

async function launcherFor(data: string, record: PostgresRecord | undefined): Promise<Launcher> {
  const existing = path.resolve(data, record?.directory ?? 'postgres');
  const here = path.dirname(existing) === data;
  const { uid, gid } = await stat(existsSync(existing) ? existing : data);
  return chooseLauncher({
    installation: findPostgresInstallation(),
    parent: here ? data : path.dirname(existing),
    owner: uid === 0 ? undefined : { uid, gid },
    copyName: here ? `plumbline-${randomBytes(6).toString('hex')}` : path.basename(path.dirname(existing)),
  });
}

function directoryFor(data: string, record: PostgresRecord | undefined, launcher: Launcher): string {
  const directory = path.resolve(data, record?.directory ?? 'postgres');
  if (!launcher.elsewhere || launcher.elsewhere === directory) return directory;
  if (!existsSync(directory)) return launcher.elsewhere;
  throw new Error(
    `The database in ${directory} cannot be reached by the user that PostgreSQL runs as. ` +
      'Give that user the right to enter the directories above it (chmod o+x), or move the data directory and set PLUMBLINE_DATA.',
  );
}

// A server of this directory that already runs: a neighbour's, or one whose users were all killed.
async function adopt(directory: string, record: PostgresRecord): Promise<{ pid: number; port: number } | undefined> {
  for (;;) {
    const running = findPostmaster(directory);
    if (!running) return undefined;
    if (await answers(superuserUrl({ ...record, port: running.port }))) return running;
    await sleep(50); // starting, recovering or shutting down: it comes up, or its process goes
  }
}

async function openLease(record: PostgresRecord): Promise<{ client: pg.Client; lost: Promise<void> }> {
  const client = new pg.Client({ connectionString: superuserUrl(record), application_name: LEASE, keepAlive: true });
  client.on('error', () => {});
  const lost = new Promise<void>((resolve) => client.once('end', resolve));
  await client.connect();
  return { client, lost };
}

async function isLastUser(client: pg.Client): Promise<boolean> {
  try {
    const others = await client.query(
      'select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
      [LEASE],
    );
    return others.rowCount === 0;
  } catch {
    return true; // the session is gone, and the server with it or about to go
  }
}

async function ensureDatabase(client: pg.Client, record: PostgresRecord, newPassword: boolean): Promise<void> {
  const { rows } = await client.query<{ role: boolean; productRole: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as role,
            exists (select from pg_roles where rolname = $2) as "productRole",
            exists (select from pg_database where datname = $3) as database`,
    [ROLE, PRODUCT_ROLE, DATABASE],
  );
  if (!rows[0]?.role) {
    await client.query(`create role ${ROLE} login createdb password '${record.password}'`);
    await client.query(`grant pg_monitor, pg_checkpoint to ${ROLE}`);
  }
  // What it may do is granted after the migrations: see product-role.ts. An earlier version forgets its password.
  if (!rows[0]?.productRole) await client.query(`create role ${PRODUCT_ROLE} login`);
  if (!rows[0]?.productRole || newPassword) {
    await client.query(`alter role ${PRODUCT_ROLE} password '${record.productPassword}'`);
  }
  if (!rows[0]?.database) await client.query(`create database ${DATABASE} owner ${ROLE}`);
}

/** Removes a data directory with its database, wherever that lies. The server must not be running. */
export async function removeDataDirectory(dataDirectory: string): Promise<void> {
  const record = await readPostgresRecord(dataDirectory);
  const elsewhere = record && path.isAbsolute(record.directory) ? path.dirname(record.directory) : undefined;
  if (elsewhere) await rm(elsewhere, { recursive: true, force: true });
  await rm(dataDirectory, { recursive: true, force: true });
}
