/**
 * The history of one object: its writes, what each changed, and where the record has holes. A page's states are read from
 * evidence together with the nearest state before the page, so that its first difference is right too.
 */

import { changedPaths } from '@/lib/objects/changed-paths';
import { newestFirst } from '@/lib/objects/find-writes';
import type { ObjectHistory, ObjectWrite } from '@/lib/objects/history-answers';
import { listWrites, type Write } from '@/lib/objects/list-writes';
import type { ObjectKey } from '@/lib/objects/object-key';
import { generationOf, type ObjectState, stateOf, uidOf } from '@/lib/objects/object-state';
import { withoutBookkeeping } from '@/lib/objects/without-bookkeeping';
import { type EventPlace, formatPlace, parseCursor } from '@/lib/search/event-cursor';
import { readOriginals } from '@/lib/search/read-originals';
import type { TimeRange } from '@/lib/search/time-range';

export const DEFAULT_WRITES = 50;
const MAX_WRITES = 200;
/** Writes before a page in which the state before it is looked for. */
const LOOK_BACK = 60;
const LOOK_BACK_STEP = 10;
const LISTED_PATHS = 6;

/** What a write does to metadata.generation: these subresources change the spec, others never do. */
const CHANGES_SPEC: ReadonlySet<string | null> = new Set([
  null,
  'scale',
  'ephemeralcontainers',
  'resize',
  'finalize',
  'approval',
  // It marks the pod as to be deleted.
  'eviction',
]);

export type HistoryQuestion = {
  key: ObjectKey;
  time: TimeRange;
  /** Subresources to leave out; null stands for the object itself. */
  without: readonly (string | null)[];
  order: 'newest' | 'oldest';
  limit: number;
  cursor: string | null;
};

type Known = { write: Write; state: ObjectState | null; unknown: ObjectWrite['unknown'] };

/** Throws BadCursorError and SearchTimeoutError. */
export async function getObjectHistory(question: HistoryQuestion): Promise<ObjectHistory> {
  const { key, time, order } = question;
  const after = question.cursor === null ? null : parseCursor(question.cursor);
  const { writes: all, limited, namelessLimited } = await listWrites(key, time);
  const writes = all.filter((write) => !question.without.includes(write.event.subresource));
  const places = order === 'oldest' ? writes.map((_, i) => i) : writes.map((_, i) => writes.length - 1 - i);
  const rest = after === null ? places : places.filter((i) => isPast(writes[i] as Write, after, order));
  const page = rest.slice(0, Math.min(question.limit, MAX_WRITES)).sort((a, b) => a - b);
  const first = page[0] ?? 0;
  const shown = writes.slice(first, first + page.length);
  const [known, earlier] = await Promise.all([readStates(shown, key.name), readBack(writes.slice(0, first), key.name)]);
  const described = describeWrites(earlier, known, all, time.from === null && !limited);
  if (order === 'newest') described.reverse();
  const last = order === 'newest' ? shown[0] : shown.at(-1);
  return {
    total: writes.length,
    limited,
    failed: writes.filter(({ event }) => (event.code ?? 0) >= 400).length,
    withState: known.filter(({ state }) => state !== null).length,
    subresources: countSubresources(all, question.without),
    namelessLimited,
    writes: described,
    nextCursor: rest.length > page.length && last ? formatPlace(last.row) : null,
  };
}

function isPast({ row }: Write, place: EventPlace, order: HistoryQuestion['order']): boolean {
  const hash = place.hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const compared = newestFirst({ ...row, at: place.at, hash }, row);
  return order === 'newest' ? compared < 0 : compared > 0;
}

async function readStates(writes: Write[], name: string): Promise<Known[]> {
  const originals = await readOriginals(writes.map((write) => write.row));
  return writes.map((write, i) => {
    const event = originals[i];
    if (!event) return { write, state: null, unknown: 'pruned' };
    if (write.how === 'maybeCollection') return { write, state: null, unknown: 'noBody' };
    const read = stateOf(event, name);
    return 'state' in read
      ? { write, state: read.state, unknown: null }
      : { write, state: null, unknown: read.unknown };
  });
}

/** The writes before a page back to the nearest state, that one included; all that were looked at where none has one. */
async function readBack(before: Write[], name: string): Promise<Known[]> {
  const found: Known[] = [];
  for (let end = before.length; end > 0 && found.length < LOOK_BACK; end -= LOOK_BACK_STEP) {
    const known = await readStates(before.slice(Math.max(0, end - LOOK_BACK_STEP), end), name);
    const last = known.findLastIndex(({ state, unknown }) => state !== null || unknown === 'deleted');
    found.unshift(...known.slice(Math.max(0, last)));
    if (last >= 0) break;
  }
  return found;
}

/**
 * `all` are the object's writes, those left out of the page too: they explain generations as well. `fromBeginning`: as far
 * as it was recorded, nothing is before the first of them.
 */
function describeWrites(earlier: Known[], page: Known[], all: Write[], fromBeginning: boolean): ObjectWrite[] {
  const raisedUntil = countRaises(all);
  const described: ObjectWrite[] = [];
  let before: { id: string; state: ObjectState; raised: number } | null = null;
  let anyBefore = false;
  for (const known of [...earlier, ...page]) {
    const { write, state, unknown } = known;
    const raised = raisedUntil.get(write) ?? 0;
    if (!earlier.includes(known)) {
      const isFirst = fromBeginning && !anyBefore && earlier.length === 0;
      described.push({
        event: write.event,
        how: write.how,
        selector: write.selector,
        state: state && { source: state.source, generation: generationOf(state.object), uid: uidOf(state.object) },
        unknown,
        before: state && before ? before.id : null,
        changes: state && before ? describeChanges(before.state, state) : null,
        missingWrites: state
          ? missingWrites(before?.state ?? null, state, {
              explained: raised - (before?.raised ?? 0) + countOvertaken(page, known),
              isFirst,
            })
          : 0,
      });
    }
    if (state) before = { id: write.event.id, state, raised };
    else if (unknown === 'deleted') before = null;
    anyBefore ||= state !== null || unknown === 'deleted';
  }
  return described;
}

/** For each write, how many up to it can have raised metadata.generation. */
function countRaises(all: Write[]): Map<Write, number> {
  const counts = new Map<Write, number>();
  let raised = 0;
  for (const write of all) {
    if ((write.event.code ?? 0) < 400 && CHANGES_SPEC.has(write.event.subresource)) raised++;
    counts.set(write, raised);
  }
  return counts;
}

function describeChanges(before: ObjectState, after: ObjectState): ObjectWrite['changes'] {
  const paths = changedPaths(withoutBookkeeping(before.object), withoutBookkeeping(after.object));
  return { paths: paths.slice(0, LISTED_PATHS).map((path) => path.slice(0, 200)), count: paths.length };
}

/**
 * Requests are in the order in which they came, and of two at once the later can be the first to be stored: writes that
 * come after this one and have a lower generation, which it therefore holds.
 */
function countOvertaken(page: Known[], { write, state }: Known): number {
  const generation = generationOf(state?.object);
  const uid = uidOf(state?.object);
  if (generation === null || uid === null) return 0;
  const later = page.slice(page.findIndex((known) => known.write === write) + 1);
  return later.filter((known) => {
    const other = generationOf(known.state?.object);
    return other !== null && other < generation && uidOf(known.state?.object) === uid;
  }).length;
}

/** By generation, which the server raises by one with every change of the spec. A request's own is what its client knew. */
function missingWrites(
  before: ObjectState | null,
  after: ObjectState,
  { explained, isFirst }: { explained: number; isFirst: boolean },
): number {
  const now = generationOf(after.object);
  if (now === null || after.source !== 'responseObject') return 0;
  if (before === null) return isFirst ? Math.max(0, now - explained) : 0;
  const old = generationOf(before.object);
  if (old === null || before.source !== 'responseObject') return 0;
  const uid = uidOf(before.object);
  if (uid === null || uid !== uidOf(after.object)) return 0;
  return Math.max(0, now - old - explained);
}

function countSubresources(writes: Write[], without: readonly (string | null)[]): ObjectHistory['subresources'] {
  const counts = new Map<string | null, number>();
  for (const { event } of writes) counts.set(event.subresource, (counts.get(event.subresource) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([value, count]) => ({ value, count, shown: !without.includes(value) }));
}
