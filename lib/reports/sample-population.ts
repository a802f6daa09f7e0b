/**
 * A random sample that anybody can draw again: each event of the population gets SHA-256(seed ‖ its content hash), and the
 * events with the smallest numbers are taken. It depends on neither the order in which events are stored nor on when they
 * came, and who does not know the seed beforehand cannot write an event that is never drawn.
 */
import { createHash } from 'node:crypto';
import { readUntilAborted } from '@/lib/db/until-aborted';
import { findPopulation, type Population, ROWS_LIMIT_MS, readSingles } from '@/lib/reports/population-rows';
import { getCountCube } from '@/lib/search/count-cube';
import type { EventRow } from '@/lib/search/event-answers';
import type { EventFilter } from '@/lib/search/event-filter';
import { EVENT_COLUMNS, type EventIndexRow, toEventRow } from '@/lib/search/event-row';

type Drawn = EventIndexRow & { draw: string };

/** In the order of the draw. Throws SearchTimeoutError, QueryTimeout, and the signal's reason. */
export async function samplePopulation(
  filter: EventFilter,
  seed: string,
  size: number,
  signal: AbortSignal,
): Promise<(EventRow & { draw: string })[]> {
  if (size === 0) return [];
  const population = await findPopulation(filter);
  if (population === null) return [];
  const chosen = population.singles
    .map((row) => ({ ...row, draw: drawOf(seed, row.hash) }))
    .sort(byDraw)
    .slice(0, size);
  const singles = await readSingles(chosen, signal);
  const drawn = [
    ...(await drawCounted(population, seed, size, signal)),
    ...singles.map((row) => ({ ...row, draw: drawOf(seed, row.hash) })),
  ];
  const cube = getCountCube();
  return cube.ask(
    () => [],
    () =>
      drawn
        .sort(byDraw)
        .slice(0, size)
        .map((row) => ({ ...toEventRow(row, cube.dictionary), draw: row.draw })),
  );
}

/** `hash` is the content hash as a uuid; the answer is hex. */
export function drawOf(seed: string, hash: string): string {
  return createHash('sha256')
    .update(seed, 'utf8')
    .update(Buffer.from(hash.replaceAll('-', ''), 'hex'))
    .digest('hex');
}

function byDraw(a: { draw: string; clusterId: number }, b: { draw: string; clusterId: number }): number {
  return a.draw < b.draw ? -1 : a.draw > b.draw ? 1 : a.clusterId - b.clusterId;
}

async function drawCounted(
  { from, to, counted, countedAll }: Population,
  seed: string,
  size: number,
  signal: AbortSignal,
): Promise<Drawn[]> {
  if (counted.length === 0) return [];
  const values: unknown[] = [from, to, Buffer.from(seed, 'utf8'), size];
  if (!countedAll) values.push(counted);
  return readUntilAborted(signal, ROWS_LIMIT_MS, async (client) => {
    const { rows } = await client.query<Drawn>(
      `select d.*, encode(drawn, 'hex') as draw from (
         select ${EVENT_COLUMNS}, sha256($3::bytea || uuid_send(event.hash)) as drawn from event
         where at >= $1::bigint and at < $2::bigint ${countedAll ? '' : 'and combination_id = any($5::int[])'}
         order by drawn, cluster_id limit $4
       ) d`,
      values,
    );
    return rows;
  });
}
