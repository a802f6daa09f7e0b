/** Compares the count tables with the counts of the events themselves. */
import type { ClientBase } from 'pg';
import { copyOut } from '@/lib/db/binary-copy';
import { CountFingerprint } from '@/lib/verify/count-fingerprint';
import type { Findings } from '@/lib/verify/findings';

/** Field count, then three int4 with their lengths. */
const ROW_BYTES = 2 + 3 * 8;

const TABLES = [
  { table: 'event_count_hour', column: 'hour', hours: 1 },
  { table: 'event_count_day', column: 'day', hours: 24 },
] as const;

/** `counts` are those of all events, see CountFingerprint; `clusterName` null means all clusters. */
export async function checkCounts(
  client: ClientBase,
  seed: number,
  counts: Float64Array,
  clusterName: string | null,
  findings: Findings,
): Promise<void> {
  for (const { table, column, hours } of TABLES) {
    const evidence = new CountFingerprint(seed);
    evidence.addPacked(counts, hours);
    const stored = new CountFingerprint(seed);
    await readCounts(client, table, column, clusterName, (unit, combination, count) =>
      stored.add(unit, combination, count),
    );
    for (const { hour: unit, here, there } of evidence.differences(stored)) {
      const start = new Date(unit * hours * 3_600_000).toISOString().slice(0, hours === 1 ? 13 : 10);
      findings.add({
        kind: 'counts',
        cluster: clusterName,
        block: null,
        event: null,
        message:
          `${table}: ${column} ${unit} (${start}) says ${there} events, the evidence holds ${here}` +
          (here === there ? ': the sum is right, but they are counted under other values' : ''),
      });
    }
    const { rows } = await client.query<{ rows: number }>(
      `select count(*) as rows from ${table} where stripe <> 0 or count <= 0`,
    );
    if (rows[0]?.rows) {
      const message = `${table}: ${rows[0].rows} rows have a stripe other than 0 or a count below 1`;
      findings.add({ kind: 'counts', cluster: clusterName, block: null, event: null, message });
    }
  }
}

async function readCounts(
  client: ClientBase,
  table: string,
  column: string,
  clusterName: string | null,
  visit: (unit: number, combination: number, count: number) => void,
): Promise<void> {
  let condition = '';
  if (clusterName !== null) {
    // COPY takes no bound values: a number stands for the name.
    const { rows } = await client.query<{ id: number }>(`select id from term where field = 'cluster' and value = $1`, [
      clusterName,
    ]);
    condition = ` where combination_id in (select id from combination where cluster = ${Number(rows[0]?.id ?? 0)})`;
  }
  const select = `select ${column}, combination_id, count from ${table}${condition}`;
  await copyOut(
    client,
    select,
    (_, start) => start + ROW_BYTES,
    (bytes, start) => visit(bytes.readInt32BE(start + 6), bytes.readInt32BE(start + 14), bytes.readInt32BE(start + 22)),
  );
}
