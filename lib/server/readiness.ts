// Whether the database can serve a page at this moment.

import { withTimeLimit } from '@/lib/db/time-limit';

const LIMIT_MS = 2000;

/** What is wrong, as a sentence without secrets; undefined when all is well. */
export async function findProblem(): Promise<string | undefined> {
  try {
    await withTimeLimit(LIMIT_MS, (client) => client.query('select 1'));
    return undefined;
  } catch (error) {
    console.error('The readiness check failed:', error);
    return 'The database does not answer; the log of the server has the cause.';
  }
}
