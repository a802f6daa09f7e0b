/**
 * What the commands that make a file from the database have in common: a wrong call, an interruption and a failure each end
 * with their own exit code and a sentence, and the database is let go whatever happens.
 */
import { openDatabase } from '@/lib/db/open-database';

/** `call` as a text is what is wrong with it. Answers the exit code: 0, 1 failed, 2 a wrong call, 130 interrupted. */
export async function makeFile<Call extends object>(
  call: Call | string,
  make: (call: Call, signal: AbortSignal) => Promise<void>,
): Promise<number> {
  if (typeof call === 'string') {
    console.error(call);
    return 2;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    const database = await openDatabase();
    try {
      await make(call, stop.signal);
      return 0;
    } finally {
      await database.close();
    }
  } catch (error) {
    if (stop.signal.aborted) {
      console.error('Interrupted: nothing was written.');
      return 130;
    }
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}
