/** What belongs to no block: index rows that nothing stands behind, and entries of the dictionary that mean nothing any more. */
import type { Pool } from 'pg';
import { eventFields } from '@/lib/audit/event-fields';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockDictionary } from '@/lib/db/locks';

/** Rows of blocks or clusters that are not there, or of a stripe that nobody writes. Answers how many. */
export function deleteStrayRows(pool: Pool): Promise<number> {
  return inTransaction(pool, async (client) => {
    await client.query('set local statement_timeout = 0');
    const { rowCount } = await client.query(
      `delete from event e using (
         select c.id, coalesce((select max(b.seq) from evidence_block b where b.cluster_id = c.id), 0) as last from cluster c
       ) c
       where e.cluster_id = c.id and (e.stripe <> 0 or e.block_seq < 1 or e.block_seq > c.last)`,
    );
    const { rowCount: ofNone } = await client.query(
      'delete from event e where not exists (select from cluster c where c.id = e.cluster_id)',
    );
    return (rowCount ?? 0) + (ofNone ?? 0);
  });
}

export type DroppedEntries = { combinations: number; terms: number };

/**
 * Drops combinations that name a value which is not there, or whose text does not fit its hash, and then such values. None of
 * them is used any more: the events that had them were given new ones when their block was read. One that is used all the same,
 * by a cluster that was not read, stays.
 */
export function dropBrokenEntries(pool: Pool): Promise<DroppedEntries> {
  return inTransaction(pool, async (client) => {
    await client.query('set local statement_timeout = 0');
    await lockDictionary(client);
    const { rows: terms } = await client.query<{ id: number }>(
      `select id from term
       where value_hash <> encode(substring(sha256(convert_to(value, 'UTF8')) for 16), 'hex')::uuid or not field = any($1)`,
      [eventFields.map(({ name }) => name)],
    );
    const broken = terms.map(({ id }) => id);
    const combinations = new Set<number>();
    for (const { name, column } of eventFields) {
      const { rows } = await client.query<{ id: number }>(
        `select c.id from combination c left join term t on t.id = c."${column}" and t.field = $1
         where c."${column}" <> 0 and (t.id is null or t.id = any($2))`,
        [name, broken],
      );
      for (const { id } of rows) combinations.add(id);
    }
    if (combinations.size === 0 && broken.length === 0) return { combinations: 0, terms: 0 };
    const { rowCount: dropped } = await client.query(
      `delete from combination c where id = any($1)
         and not exists (select from event_count_hour h where h.combination_id = c.id)
         and not exists (select from event_count_day d where d.combination_id = c.id)
         and not exists (select from event e where e.combination_id = c.id)`,
      [[...combinations]],
    );
    const used = eventFields.map(({ column }) => `c."${column}" = t.id`).join(' or ');
    const { rowCount: droppedTerms } = await client.query(
      `delete from term t where id = any($1) and not exists (select from combination c where ${used})`,
      [broken],
    );
    return { combinations: dropped ?? 0, terms: droppedTerms ?? 0 };
  });
}
