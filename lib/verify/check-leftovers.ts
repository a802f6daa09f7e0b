/** What no range of blocks can see: rows that belong to no block, and a dictionary that contradicts itself. */
import type { ClientBase } from 'pg';
import { eventFields } from '@/lib/audit/event-fields';
import type { Findings } from '@/lib/verify/findings';

/** Rows of clusters or blocks that are not there, or of a stripe that nobody writes. */
export async function checkStrayRows(client: ClientBase, clusterId: number | null, findings: Findings): Promise<void> {
  const { rows } = await client.query<{
    cluster: string | null;
    blockSeq: number;
    ordinal: number;
    place: string;
    n: number;
  }>(
    `select c.name as cluster, e.block_seq as "blockSeq", e.ordinal,
       format('at %s, hash %s, stripe %s, cluster_id %s', e.at, e.hash, e.stripe, e.cluster_id) as place,
       count(*) over () as n
     from event e
     left join cluster c on c.id = e.cluster_id
     left join (select cluster_id, max(seq) as last from evidence_block group by cluster_id) b on b.cluster_id = e.cluster_id
     where ($1::int is null or e.cluster_id = $1)
       and (c.id is null or e.stripe <> 0 or b.last is null or e.block_seq > b.last or e.block_seq < 1)
     order by e.cluster_id, e.block_seq, e.ordinal limit 100`,
    [clusterId],
  );
  for (const { cluster, blockSeq, ordinal, place, n } of rows) {
    const message = `a row that belongs to no block (${n} such rows): ${place}`;
    findings.add({ kind: 'extra-row', cluster, block: blockSeq, event: ordinal, message });
  }
}

/** Corrections of blocks that are not there: whoever keeps counts in memory adds them all the same. */
export async function checkStrayCorrections(
  client: ClientBase,
  clusterId: number | null,
  findings: Findings,
): Promise<void> {
  const { rows } = await client.query<{ cluster: string | null; block: number }>(
    `select c.name as cluster, k.block_seq as block from count_correction k
     left join cluster c on c.id = k.cluster_id
     left join evidence_block b on b.cluster_id = k.cluster_id and b.seq = k.block_seq
     where ($1::int is null or k.cluster_id = $1) and k.block_seq is not null and b.seq is null
     order by k.cluster_id, k.step limit 100`,
    [clusterId],
  );
  for (const { cluster, block } of rows) {
    const message = 'a correction of the counts of a block that is not there';
    findings.add({ kind: 'block-counts', cluster, block, event: null, message });
  }
}

export async function checkDictionary(client: ClientBase, findings: Findings): Promise<void> {
  const add = (message: string) =>
    findings.add({ kind: 'dictionary', cluster: null, block: null, event: null, message });
  const { rows: terms } = await client.query<{ id: number; field: string; value: string }>(
    `select id, field, left(value, 100) as value from term
     where value_hash <> encode(substring(sha256(convert_to(value, 'UTF8')) for 16), 'hex')::uuid or not field = any($1)
     order by id limit 100`,
    [eventFields.map(({ name }) => name)],
  );
  for (const { id, field, value } of terms) {
    add(`term ${id} (${field}: ${JSON.stringify(value)}): its text does not fit its hash, or there is no such field`);
  }
  for (const { name, column } of eventFields) {
    const { rows } = await client.query<{ id: number; term: number }>(
      `select c.id, c."${column}" as term from combination c left join term t on t.id = c."${column}" and t.field = $1
       where c."${column}" <> 0 and t.id is null order by c.id limit 10`,
      [name],
    );
    for (const { id, term } of rows) add(`combination ${id}: ${column} is ${term}, which is no term of ${name}`);
  }
}
