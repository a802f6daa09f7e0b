// One PostgreSQL pool a process. Next compiles routes and pages into separate bundles, each with its own copy of this
// module, so the pool hangs on globalThis: one set of connections, whichever bundle asks first.

import pg from 'pg';
import { getEnv } from '@/lib/env';
import { typesWithInt8 } from './int8';

interface Shared {
  url?: string;
  pool?: pg.Pool;
  ownerUrl?: string;
  ownerPool?: pg.Pool;
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

/**
 * Tells this process which database it uses. `openDatabase` calls it; pages and routes then only call `getPool`. With
 * `ownerUrl` the tables belong to another role than the one of `url`.
 */
export function setDatabaseUrl(url: string, ownerUrl: string = url): void {
  const state = shared();
  if (state.pool && state.url !== url) throw new Error('The pool is already open on another database; close it first.');
  state.url = url;
  if (ownerUrl === url) delete state.ownerUrl;
  else state.ownerUrl = ownerUrl;
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

/**
 * Connections of the role that owns the tables, for the few who may change evidence: sealing and retention. Where the product
 * works as the owner itself, or on a pool of its caller's, it is that pool.
 */
export function ownerPool(pool: pg.Pool = getPool()): pg.Pool {
  const state = shared();
  if (!state.ownerUrl || pool !== state.pool) return pool;
  state.ownerPool ??= createPool(state.ownerUrl, { max: 2 });
  return state.ownerPool;
}

/** Ends the pool of this process, if one was opened; the next `getPool` opens a new one. */
export async function closePool(): Promise<void> {
  const state = shared();
  const pools = [state.pool, state.ownerPool];
  for (const name of ['pool', 'url', 'ownerPool', 'ownerUrl'] as const) delete state[name];
  await Promise.all(pools.map((pool) => pool?.end()));
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
