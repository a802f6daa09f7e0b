/**
 * A live tail: the events that were committed after a place and match a filter, each exactly once however often the reader
 * comes back. It is asked, and keeps nothing between two questions: a reader that was away goes on where it was.
 */
import { getPool } from '@/lib/db/pool';
import { getCountCube } from '@/lib/search/count-cube';
import type { EventFilter } from '@/lib/search/event-filter';
import { toEventRow } from '@/lib/search/event-row';
import { freezeTime } from '@/lib/search/freeze-time';
import { withSearchLimit } from '@/lib/search/search-limit';
import { compileBlockMatcher, type TailRow } from './block-matcher';
import { readHeads, readNewBlocks } from './new-blocks';
import type { Tail } from './tail-answers';
import { formatTailCursor, parseTailCursor } from './tail-cursor';

/** Most blocks of one cluster that one question looks at: a big import must not hold an answer up. */
const MOST_BLOCKS = 32;

/** The place where everything is seen that is committed now. */
export async function startTail(): Promise<string> {
  return formatTailCursor(await readHeads(getPool()));
}

/** Throws BadTailCursorError and SearchTimeoutError. */
export async function readTail(question: { filter: EventFilter; cursor: string; limit: number }): Promise<Tail> {
  const place = parseTailCursor(question.cursor);
  const filter = freezeTime(question.filter, Date.now() * 1000);
  return withSearchLimit(getPool(), async (client) => {
    const blocks = await readNewBlocks(client, place, MOST_BLOCKS);
    if (blocks.length === 0) return { events: [], cursor: formatTailCursor(place), more: false };
    const cube = getCountCube();
    // Asked after the blocks were seen: the dictionary then knows their combinations.
    const matcher = await cube.ask(
      () => [],
      () => compileBlockMatcher(filter, cube.dictionary),
    );
    const found: TailRow[] = [];
    let more = false;
    const taken = new Map<number, number>();
    for (const block of blocks) {
      const { clusterId, seq } = block;
      const rows = matcher.isPossible(block) ? await matcher.find(client, block) : [];
      const room = question.limit - found.length;
      found.push(...rows.slice(0, room));
      if (rows.length > room) {
        const next = rows[room] as TailRow;
        place.set(clusterId, { clusterId, seq: seq - 1, ordinal: next.ordinal });
        more = true;
        break;
      }
      place.set(clusterId, { clusterId, seq, ordinal: 0 });
      const count = (taken.get(clusterId) ?? 0) + 1;
      taken.set(clusterId, count);
      if (count === MOST_BLOCKS) more = true;
    }
    const events = await cube.ask(
      () => [],
      () => found.map((row) => toEventRow(row, cube.dictionary)),
    );
    return { events, cursor: formatTailCursor(place), more };
  });
}
