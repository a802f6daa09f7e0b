/**
 * A page of requests: those that have an event which matches, each with all its stages. It is a page of events underneath,
 * so the cursor is the same keyset; since all stages of a request have one time, a page that ends where the time changes
 * never cuts one in two.
 */
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { readField } from '@/lib/audit/untrusted';
import { getPool } from '@/lib/db/pool';
import { countRequests } from '@/lib/requests/count-requests';
import { groupStages, type Stage, type StageGroup } from '@/lib/requests/group-stages';
import type { AuditRequest, RequestPage } from '@/lib/requests/request-answers';
import { getCountCube } from '@/lib/search/count-cube';
import type { EventPage, EventRow } from '@/lib/search/event-answers';
import { parsePlace } from '@/lib/search/event-cursor';
import type { EventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { EVENT_COLUMNS, type EventIndexRow, toEventRow } from '@/lib/search/event-row';
import { readOriginals } from '@/lib/search/read-originals';
import { withSearchLimit } from '@/lib/search/search-limit';
import { SearchTimeoutError } from '@/lib/search/search-timeout';

export const DEFAULT_REQUEST_EVENTS = 100;
/**
 * Events of one page at most. Sources without microseconds have many at one time: only where more than this many share
 * one can a request stand on two pages, and whoever joins pages drops the second by its id.
 */
const MAX_EVENTS = 3000;

type StoredStage = Stage & { clusterId: number; blockSeq: number; ordinal: number };

/** `limit` is of events: the page goes on until the time changes. Throws BadCursorError and SearchTimeoutError. */
export async function listRequests(question: {
  filter: EventFilter;
  limit: number;
  cursor: string | null;
}): Promise<RequestPage> {
  const [page, requestCount] = await Promise.all([readWholeTimes(question), countInTime(question.filter)]);
  const matching = new Set(page.events.map((event) => event.id));
  const groups = groupStages(await readStages(page.events)).filter(({ stages }) =>
    stages.some(({ event }) => matching.has(event.id)),
  );
  return {
    events: page.total,
    requestCount,
    requests: await describeGroups(groups),
    nextCursor: page.nextCursor,
  };
}

async function readWholeTimes({ filter, limit, cursor }: Parameters<typeof listRequests>[0]): Promise<EventPage> {
  let page = await searchEvents({ filter, limit, cursor });
  const { total, events } = page;
  const last = events.at(-1);
  while (last && page.nextCursor !== null && events.length < MAX_EVENTS) {
    const more = await searchEvents({ filter, limit: 100, cursor: page.nextCursor });
    const same = more.events.filter((event) => event.at === last.at);
    events.push(...same);
    if (same.length === more.events.length) {
      page = more;
      continue;
    }
    return { total, events, nextCursor: events.at(-1)?.id ?? null };
  }
  return { total, events, nextCursor: page.nextCursor };
}

async function countInTime(filter: EventFilter): Promise<number | null> {
  try {
    return await countRequests(filter);
  } catch (error) {
    if (error instanceof SearchTimeoutError) return null;
    throw error;
  }
}

/** All stages of the requests that these events are of, in the order of the events. */
async function readStages(events: readonly EventRow[]): Promise<StoredStage[]> {
  const places = events.flatMap(({ id }) => parsePlace(id) ?? []);
  const rows = await withSearchLimit(getPool(), async (client) => {
    const columns = EVENT_COLUMNS.split(', ').map((column) => `s.${column}`);
    const answer = await client.query<EventIndexRow & { blockSeq: number; ordinal: number }>(
      `with asked as (
         select m.at, m.cluster_id, m.audit_key, min(g.position) as position
         from unnest($1::bigint[], $2::uuid[], $3::smallint[]) with ordinality as g(g_at, g_hash, g_cluster, position)
         join event m on m.at = g_at and m.hash = g_hash and m.cluster_id = g_cluster
         group by m.at, m.cluster_id, m.audit_key
       )
       select ${columns.join(', ')}, s.block_seq as "blockSeq", s.ordinal
       from asked a join event s on s.at = a.at and s.cluster_id = a.cluster_id and s.audit_key = a.audit_key
       order by a.position, s.hash desc`,
      [places.map((place) => place.at), places.map((place) => place.hash), places.map((place) => place.clusterId)],
    );
    return answer.rows;
  });
  const cube = getCountCube();
  return cube.ask(
    () => [],
    () => rows.map((row) => ({ ...row, event: toEventRow(row, cube.dictionary) })),
  );
}

async function describeGroups(groups: StageGroup<StoredStage>[]): Promise<AuditRequest[]> {
  const last = groups.map(({ stages }) => stages.at(-1) as StoredStage);
  const originals = await readOriginals(last);
  return groups.map(({ stages, reused }, i) => ({
    id: (last[i] as StoredStage).event.id,
    state: stateOf(stages),
    durationSeconds: durationOf(originals[i]),
    impersonatedUser: stages.map(({ event }) => event.impersonatedUser).find((user) => user !== null) ?? null,
    reusedAuditID: reused,
    stages: stages.map(({ event }) => event),
  }));
}

function stateOf(stages: StoredStage[]): AuditRequest['state'] {
  const has = (stage: string) => stages.some(({ event }) => event.stage === stage);
  if (has('Panic')) return 'panicked';
  if (has('ResponseComplete')) return 'completed';
  if (has('ResponseStarted')) return 'open';
  return has('RequestReceived') ? 'unanswered' : 'completed';
}

function durationOf(event: unknown): number | null {
  const [received, written] = ['requestReceivedTimestamp', 'stageTimestamp'].map((name) => {
    const time = readField(event, name);
    return typeof time === 'string' ? parseRfc3339(time) : null;
  });
  if (received == null || written == null || written < received) return null;
  return (written - received) / 1_000_000;
}
