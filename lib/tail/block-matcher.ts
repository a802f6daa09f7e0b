/**
 * A filter against the events of single blocks, by the rules of the list: what the combination decides first, then the
 * row, then the event itself.
 */
import type { PoolClient } from 'pg';
import { visitCounts } from '@/lib/evidence/block-counts';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { leavesOf } from '@/lib/query/query-tree';
import { FALSE, TRUE } from '@/lib/query/query-truth';
import { residualsOf } from '@/lib/query/residual';
import { compileRowMatcher, EventOriginal, needsOriginal } from '@/lib/query/row-matcher';
import type { EventFilter } from '@/lib/search/event-filter';
import { EVENT_COLUMNS, type EventIndexRow } from '@/lib/search/event-row';
import { queryOf } from '@/lib/search/filter-query';
import type { TermDictionary } from '@/lib/search/term-dictionary';
import type { NewBlock } from './new-blocks';

export type TailRow = EventIndexRow & { ordinal: number };

export type BlockMatcher = {
  /** Whether an event of the block can match, by its counts alone. */
  isPossible(block: NewBlock): boolean;
  /** The events of the block that match, in their order. */
  find(client: PoolClient, block: NewBlock): Promise<TailRow[]>;
};

/** Times of the filter must be instants (`freezeTime`), and the dictionary must know the blocks' combinations. */
export function compileBlockMatcher(filter: EventFilter, dictionary: TermDictionary): BlockMatcher {
  const query = queryOf(filter);
  if (query === null) return { isPossible: () => true, find: readRows };
  const { truth, nodes, position } = residualsOf(query, dictionary);
  const { tests, enterBlock } = compileRowMatcher(nodes, dictionary);
  const decodes = nodes.some((node) => leavesOf(node).some(needsOriginal));
  return {
    isPossible({ counts }) {
      let possible = false;
      visitCounts(counts, (_, combination) => {
        possible ||= (truth[combination] ?? FALSE) !== FALSE;
      });
      return possible;
    },
    async find(client, block) {
      const rows = (await readRows(client, block)).filter(({ combination }) => (truth[combination] ?? FALSE) !== FALSE);
      const undecided = rows.some(({ combination }) => truth[combination] !== TRUE);
      const events = decodes && undecided ? await readEvents(client, block, enterBlock) : null;
      return rows.filter((row) => {
        if (truth[row.combination] === TRUE) return true;
        const test = tests[position[row.combination] ?? -1];
        const bytes = events?.[row.ordinal];
        if (!test || (decodes && !bytes)) return false;
        let original: EventOriginal | null = null;
        return test(row, () => (original ??= new EventOriginal(bytes ?? Buffer.alloc(0))));
      });
    },
  };
}

async function readRows(client: PoolClient, { clusterId, seq, minAt, maxAt, seen }: NewBlock): Promise<TailRow[]> {
  const { rows } = await client.query<TailRow>(
    `select ${EVENT_COLUMNS}, ordinal from event
     where at >= $3::bigint and at <= $4::bigint and cluster_id = $1 and block_seq = $2 and ordinal >= $5::int
     order by event.ordinal`,
    [clusterId, seq, minAt, maxAt, seen],
  );
  return rows;
}

/** Null where none of the block's events can match, or retention has dropped them. */
async function readEvents(
  client: PoolClient,
  { clusterId, seq }: NewBlock,
  enterBlock: (mayHold: (string: Buffer) => boolean) => boolean,
): Promise<Buffer[] | null> {
  const { rows } = await client.query<{ data: Buffer }>(
    'select data from evidence_block where cluster_id = $1 and seq = $2',
    [clusterId, seq],
  );
  const data = rows[0]?.data;
  if (!data || data.length === 0) return null;
  const payload = await decompressPayload(data);
  return enterBlock((string) => payload.includes(string)) ? unpackEvents(payload) : null;
}
