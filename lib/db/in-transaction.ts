/** Runs statements in one transaction on a connection of their own. */
import type { Pool, PoolClient } from 'pg';

export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection that is lost is told by the statement that fails; unheard, the event would end the process as well.
  client.on('error', ignoreLost);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.off('error', ignoreLost);
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    // The listener stays: this connection is not used again.
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

function ignoreLost(): void {}
