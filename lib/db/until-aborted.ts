/** A read that ends when nobody waits for it any more: its statement is cancelled in the database, not left to run. */
import type pg from 'pg';
import { getPool } from './pool';
import { withTimeLimit } from './time-limit';

/** Like `withTimeLimit`. Throws the signal's reason when it was aborted. */
export async function readUntilAborted<T>(
  signal: AbortSignal,
  limitMs: number,
  work: (client: pg.PoolClient) => Promise<T>,
  pool: pg.Pool = getPool(),
): Promise<T> {
  signal.throwIfAborted();
  try {
    return await withTimeLimit(limitMs, (client) => cancelledWith(signal, client, pool, work), pool);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

async function cancelledWith<T>(
  signal: AbortSignal,
  client: pg.PoolClient,
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  let cancelling: Promise<unknown> = Promise.resolve();
  const cancel = () => {
    cancelling = pool.query('select pg_cancel_backend($1)', [rows[0]?.pid]).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    return await work(client);
  } finally {
    signal.removeEventListener('abort', cancel);
    // The connection goes back only when the cancel cannot hit whoever takes it next.
    await cancelling;
  }
}
