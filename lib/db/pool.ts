// One PostgreSQL pool a process. Next compiles routes and pages into separate bundles, each with its own copy of this
// module, so the pool hangs on globalThis: one set of connections, whichever bundle asks first.

import pg from 'pg';
import { getEnv } from '@/lib/env';
import { typesWithInt8 } from './int8';

interface Shared {
  url?: string;
  pool?: pg.Pool;
}

const KEY = Symbol.for('plumbline.pool');
const MAX_CONNECTIONS = 16;
// No page may hold a connection for longer than this; a query path that knows better sets its own (see `withTimeLimit`).
const STATEMENT_TIMEOUT_MS = 60_000;

function shared(): Shared {
  const holder = globalThis as typeof globalThis & { [KEY]?: Shared };
  holder[KEY] ??= {};
  return holder[KEY];
}

/** Tells this process which database it uses. `openDatabase` calls it; pages and routes then only call `getPool`. */
export function setDatabaseUrl(url: string): void {
  const state = shared();
  if (state.pool && state.url !== url) throw new Error('The pool is already open on another database; close it first.');
  state.url = url;
}

/** The pool of this process, opened at the first call. */
export function getPool(): pg.Pool {
  const state = shared();
  if (!state.pool) {
    const url = state.url ?? getEnv().DATABASE_URL;
    if (!url) throw new Error('No database is open in this process: call openDatabase() first, or set DATABASE_URL.');
    state.url = url;
    state.pool = createPool(url);
  }
  return state.pool;
}

/** Ends the pool of this process, if one was opened; the next `getPool` opens a new one. */
export async function closePool(): Promise<void> {
  const state = shared();
  const pool = state.pool;
  state.pool = undefined;
  state.url = undefined;
  await pool?.end();
}

/** A pool of its own, with Plumbline's type parsing and limits. Everything but tests wants `getPool`. */
export function createPool(url: string, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 15_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'plumbline',
    types: typesWithInt8,
    ...options,
  });
  // An idle connection that the server closes (a restart) raises this; the pool replaces it by itself.
  pool.on('error', (error) => console.error(`An idle database connection was lost: ${error.message}`));
  // One that is in use and lost fails the query that is under way, or the next one; without a listener of its own it would
  // end the process as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
