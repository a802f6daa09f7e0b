/**
 * Statements that go to the server one behind the other without waiting for each answer. Every round trip costs two
 * changes of process, some 3 ms while an import keeps all cores busy, and the statements of a transaction mostly do not
 * depend on each other's answers.
 */
import type { PoolClient } from 'pg';

/**
 * Sends what `work` asks at once. Answers when all are there; throws what the first failed one, in their order, threw
 * (those behind it fail too: the transaction is broken). No COPY and no cursor in here: the driver refuses them.
 */
export async function pipelined<T extends readonly unknown[]>(
  client: PoolClient,
  work: () => readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const switchable = client as PoolClient & { pipeline: boolean };
  switchable.pipeline = true;
  try {
    const settled: PromiseSettledResult<unknown>[] = await Promise.allSettled(work());
    return settled.map((answer) => {
      if (answer.status === 'rejected') throw answer.reason;
      return answer.value;
    }) as unknown as T;
  } finally {
    switchable.pipeline = false;
  }
}
