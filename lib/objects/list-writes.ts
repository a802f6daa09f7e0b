/** Every write on one object, oldest first, each request once: of its stages the last that was recorded. */
import { readField } from '@/lib/audit/untrusted';
import {
  findCollectionDeletes,
  findNamedWrites,
  findNamelessCreates,
  MAX_NAMELESS,
  newestFirst,
  type WriteRow,
} from '@/lib/objects/find-writes';
import type { ObjectWrite } from '@/lib/objects/history-answers';
import type { ObjectKey } from '@/lib/objects/object-key';
import { itemOf } from '@/lib/objects/object-state';
import { getCountCube } from '@/lib/search/count-cube';
import type { EventRow } from '@/lib/search/event-answers';
import { toEventRow } from '@/lib/search/event-row';
import { readOriginals } from '@/lib/search/read-originals';
import type { TimeRange } from '@/lib/search/time-range';

export type Write = { row: WriteRow; event: EventRow; how: ObjectWrite['how']; selector: string | null };

export type WriteList = { writes: Write[]; limited: boolean; namelessLimited: boolean };

const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

export async function listWrites(key: ObjectKey, time: TimeRange): Promise<WriteList> {
  const named = await findNamedWrites(key, time);
  const writes = lastStages(await toWrites(named.rows, 'named'));
  const first = writes.at(-1);
  let namelessLimited = false;
  if (first) {
    const [creates, deletes] = await Promise.all([
      // Where the record of the object begins with a create, there is none to be found.
      first.event.verb === 'create' && first.event.subresource === null ? [] : findNamelessCreates(key, first.row.at),
      findCollectionDeletes(key, first.row.at, time.to),
    ]);
    namelessLimited = creates.length > MAX_NAMELESS || deletes.length > MAX_NAMELESS;
    writes.push(...(await namedByAnswer(creates, key.name)), ...(await collectionsWith(deletes, key.name)));
  }
  writes.sort((a, b) => newestFirst(b.row, a.row));
  return { writes, limited: named.limited, namelessLimited };
}

async function toWrites(rows: WriteRow[], how: Write['how']): Promise<Write[]> {
  const cube = getCountCube();
  return cube.ask(
    () => [],
    () => rows.map((row) => ({ row, how, event: toEventRow(row, cube.dictionary), selector: null })),
  );
}

/**
 * Clients choose auditIDs: two events are stages of one request only where time, user and action are the same too, and of
 * several with the same last stage all are kept. Nobody can hide a write behind another one's identifier.
 */
function lastStages(writes: Write[]): Write[] {
  const last = new Map<string, number>();
  const keyOf = ({ row, event }: Write) =>
    JSON.stringify([row.at, row.auditKey, event.user, event.verb, event.subresource, event.sourceIP]);
  const stageOf = ({ event }: Write) => STAGES.indexOf(event.stage ?? '');
  for (const write of writes) last.set(keyOf(write), Math.max(last.get(keyOf(write)) ?? -1, stageOf(write)));
  return writes.filter((write) => stageOf(write) === last.get(keyOf(write)));
}

async function namedByAnswer(rows: WriteRow[], name: string): Promise<Write[]> {
  const candidates = rows.slice(0, MAX_NAMELESS);
  const originals = await readOriginals(candidates);
  const hits = candidates.filter(
    (_, i) =>
      readField(originals[i], 'responseObject', 'metadata', 'name') === name &&
      readField(originals[i], 'responseObject', 'kind') !== 'Status',
  );
  return toWrites(hits, 'generated');
}

/** Those whose answer lists the object, and those whose answer is not there: they may have hit it. */
async function collectionsWith(rows: WriteRow[], name: string): Promise<Write[]> {
  const writes = await toWrites(rows.slice(0, MAX_NAMELESS), 'maybeCollection');
  const originals = await readOriginals(writes.map((write) => write.row));
  return writes.flatMap((write, i) => {
    const event = originals[i];
    const uri = readField(event, 'requestURI');
    const selector = typeof uri === 'string' ? (uri.split('?')[1] ?? null) : null;
    if (!Array.isArray(readField(event, 'responseObject', 'items'))) return [{ ...write, selector }];
    return itemOf(event, name) === null ? [] : [{ ...write, selector, how: 'collection' as const }];
  });
}
