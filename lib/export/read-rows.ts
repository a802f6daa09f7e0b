/** The index rows of a frozen result in the order of the export, some thousand at a time, by keyset. */
import { readUntilAborted } from '@/lib/db/until-aborted';
import type { ExportOrder } from '@/lib/export/export-request';
import type { ExportRow } from '@/lib/export/export-row';
import { type FrozenResult, STATEMENT_LIMIT_MS } from '@/lib/export/frozen-result';
import type { TimeSlice } from '@/lib/export/time-slices';

const BATCH = 5000;

/** The events are not those that were counted: an index that was rebuilt meanwhile, or retention that took some away. */
export class ResultChangedError extends Error {
  override name = 'ResultChangedError';

  constructor(found: number, expected: number) {
    super(
      `The events changed while they were exported: ${found} of ${expected} were found again. The file is not whole; ` +
        'export again when the reindexing or pruning that runs has ended.',
    );
  }
}

type IndexRow = [number, string, number, number, number, number, string, boolean, string | null];

export async function* readRows(
  result: FrozenResult,
  order: ExportOrder,
  signal: AbortSignal,
): AsyncGenerator<ExportRow[], void, void> {
  const slices = order === 'newest' ? [...result.slices].reverse() : result.slices;
  for (const slice of slices) {
    let found = 0;
    let after: IndexRow | null = null;
    while (found < slice.wanted) {
      const rows: IndexRow[] = await readBatch(result, order, slice, after, signal);
      const wanted = rows.filter((row) => result.wanted.has(row[2], row[4], row[5]));
      found += wanted.length;
      if (wanted.length > 0) yield wanted.map(toExportRow);
      after = rows.at(-1) ?? null;
      if (rows.length < BATCH) break;
    }
    if (found !== slice.wanted) throw new ResultChangedError(found, slice.wanted);
  }
}

function readBatch(
  { combinations }: FrozenResult,
  order: ExportOrder,
  slice: TimeSlice,
  after: IndexRow | null,
  signal: AbortSignal,
): Promise<IndexRow[]> {
  const values: unknown[] = [slice.from, slice.to, BATCH];
  const conditions = ['at >= $1::bigint', 'at < $2::bigint'];
  if (combinations) {
    values.push(combinations);
    conditions.push(`combination_id = any($${values.length}::int[])`);
  }
  if (after) {
    values.push(after[0], after[1], after[2]);
    const n = values.length;
    const past = order === 'newest' ? '<' : '>';
    // The first line alone is what the index is entered by.
    conditions.push(
      `at ${past}= $${n - 2}::bigint`,
      `(at, hash, cluster_id) ${past} ($${n - 2}::bigint, $${n - 1}::uuid, $${n}::smallint)`,
    );
  }
  const way = order === 'newest' ? 'desc' : 'asc';
  return readUntilAborted(signal, STATEMENT_LIMIT_MS, async (client) => {
    const { rows } = await client.query<IndexRow>({
      text: `select at, hash::text, cluster_id, combination_id, block_seq, ordinal, audit_key::text, audit_key_is_id, name
             from event where ${conditions.join(' and ')}
             order by at ${way}, hash ${way}, cluster_id ${way} limit $3`,
      values,
      rowMode: 'array',
    });
    return rows;
  });
}

function toExportRow(row: IndexRow): ExportRow {
  const [at, hash, clusterId, combination, blockSeq, ordinal, auditKey, auditKeyIsId, name] = row;
  return {
    at,
    hash,
    clusterId,
    combination,
    blockSeq,
    ordinal,
    auditKey,
    auditKeyIsId,
    name,
    stored: null,
    event: null,
  };
}
