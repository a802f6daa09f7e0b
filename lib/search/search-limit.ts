/** Runs the statements of one search under the time limit that a page may wait. */
import type { Pool, PoolClient } from 'pg';
import { QueryTimeout, withTimeLimit } from '@/lib/db/time-limit';
import { SearchTimeoutError } from '@/lib/search/search-timeout';

export const SEARCH_LIMIT_MS = 20_000;

/** Throws SearchTimeoutError when a statement takes longer. */
export async function withSearchLimit<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  try {
    return await withTimeLimit(SEARCH_LIMIT_MS, work, pool);
  } catch (error) {
    if (error instanceof QueryTimeout) throw new SearchTimeoutError(SEARCH_LIMIT_MS);
    throw error;
  }
}
