/**
 * Which grants allowed what, by the authoriser's own words, and which bindings nothing used. The words are in no index, so the
 * evidence is read, some hours at a time from the newest, for as long as an answer may take; the answer says how far it came.
 */

import type { ClientBase } from 'pg';
import { allowedCombinations } from '@/lib/access/allowed-hours';
import { withLiterals } from '@/lib/access/literal-conditions';
import type { GrantUse, UnusedBinding, UsedGrant } from '@/lib/access/privilege-answers';
import { parseGrant } from '@/lib/access/rbac-reason';
import { findRbacWrites, type StoredRbacWrite } from '@/lib/access/rbac-writes';
import { ReasonReader } from '@/lib/access/reason-of-bytes';
import type { Span } from '@/lib/access/span';
import { eventFieldNames } from '@/lib/audit/event-fields';
import {
  formatRfc3339,
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  type Microseconds,
} from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { unpackEvents } from '@/lib/evidence/block-payload';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import { type EventFilter, emptyFilter } from '@/lib/search/event-filter';
import { freezeTime } from '@/lib/search/freeze-time';
import { MATCHING_COLUMNS, type MatchingRow } from '@/lib/search/matching-row';
import { scanBlocks } from '@/lib/search/scan-blocks';
import { withSearchLimit } from '@/lib/search/search-limit';
import { SearchTimeoutError } from '@/lib/search/search-timeout';

/** How long evidence is read for one answer. */
const READ_MS = 12_000;
/** Events of one piece of it. */
const PIECE_EVENTS = 50_000;
const TOP_USERS = 3;
/** Writes on bindings that are looked at for the unused ones. */
const MAX_WRITES = 2000;

export type GrantQuestion = {
  cluster: string;
  /** Whose use counts; null for everybody's. */
  user: string | null;
  time: EventFilter['time'];
  signal: AbortSignal;
  /** Smaller in tests. */
  milliseconds?: number;
};

/** Throws SearchTimeoutError and the signal's reason. */
export async function listGrants(question: GrantQuestion): Promise<GrantUse> {
  const { time } = freezeTime({ ...emptyFilter, time: question.time }, Date.now() * 1000);
  const allowed = await findAllowed({ ...question, time });
  const tally = new GrantTally(allowed.userOf);
  const deadline = performance.now() + (question.milliseconds ?? READ_MS);
  let readFrom: Microseconds | null = null;
  for (const piece of newestPieces(allowed)) {
    if (readFrom !== null && performance.now() > deadline) break;
    question.signal.throwIfAborted();
    if (!(await readPiece(piece, allowed, tally))) break;
    readFrom = piece.at(-1)?.from ?? readFrom;
  }
  const used = tally.answer();
  return {
    cluster: question.cluster,
    used,
    unused: question.user === null ? await findUnused(question.cluster, used, allowed.to) : [],
    read: tally.read,
    total: allowed.total,
    readFrom: readFrom === null ? null : formatRfc3339(readFrom),
    withoutReason: tally.withoutReason,
  };
}

type Allowed = {
  /** Whose events a combination's are; null where they do not count. */
  userOf: (string | null)[];
  clusterId: number;
  /** Their events by hour. */
  hours: Map<number, number>;
  total: number;
  from: Microseconds;
  to: Microseconds;
};

async function findAllowed({
  cluster,
  user,
  time,
}: Pick<GrantQuestion, 'cluster' | 'user' | 'time'>): Promise<Allowed> {
  const { rows } = await getPool().query<{ id: number }>('select id from cluster where name = $1', [cluster]);
  const clusterId = rows[0]?.id ?? -1;
  return askEventCounts(
    withLiterals({ ...emptyFilter, time }, { cluster: [cluster] }),
    () => MICROSECONDS_PER_HOUR,
    ({ window, dictionary, verdicts, visit }) => {
      const isAllowed = allowedCombinations(dictionary);
      const textOf = (field: (typeof eventFieldNames)[number], combination: number) => {
        const term = dictionary.columns[eventFieldNames.indexOf(field)]?.[combination] ?? 0;
        return term === 0 ? null : (dictionary.values[term] ?? null);
      };
      const userOf: (string | null)[] = [];
      for (let c = 1; c <= dictionary.combinationCount; c++) {
        // What authorisation let pass says so; where it says nothing, it gives no reason either.
        const counts = verdicts[c] === MATCHES && isAllowed(c) && textOf('decision', c) !== null;
        const identity = counts ? (textOf('impersonatedUser', c) ?? textOf('user', c) ?? '') : null;
        userOf[c] = user === null || identity === user ? identity : null;
      }
      const hours = new Map<number, number>();
      let total = 0;
      visit((at, combination, count) => {
        if ((userOf[combination] ?? null) === null) return;
        const hour = Math.floor(at / MICROSECONDS_PER_HOUR);
        hours.set(hour, (hours.get(hour) ?? 0) + count);
        total += count;
      });
      return { userOf, clusterId, hours, total, from: window?.from ?? 0, to: window?.to ?? 0 };
    },
  );
}

/** Together all hours with events, newest first, in pieces that a part of the time is enough for; hours side by side are one. */
function newestPieces({ hours, from, to }: Allowed): Span[][] {
  const pieces: Span[][] = [];
  let events = Number.POSITIVE_INFINITY;
  for (const hour of [...hours.keys()].sort((a, b) => b - a)) {
    if (events >= PIECE_EVENTS) {
      pieces.push([]);
      events = 0;
    }
    const piece = pieces.at(-1) ?? [];
    const later = piece.at(-1);
    const start = Math.max(hour * MICROSECONDS_PER_HOUR, from);
    const end = Math.min((hour + 1) * MICROSECONDS_PER_HOUR, to);
    if (later && later.from === end) later.from = start;
    else piece.push({ from: start, to: end });
    events += hours.get(hour) ?? 0;
  }
  return pieces;
}

/** False where it took too long: then nothing of that time counts. */
async function readPiece(piece: readonly Span[], allowed: Allowed, tally: GrantTally): Promise<boolean> {
  const part = new GrantTally(allowed.userOf);
  const reader = new ReasonReader();
  const window = { from: piece.at(-1)?.from ?? 0, to: piece[0]?.to ?? 0 };
  try {
    await withSearchLimit(getPool(), async (client) => {
      const candidates = await findRows(client, piece, allowed);
      await scanBlocks(client, { window, candidates, possible: () => true }, async (payload, rows) => {
        const events = unpackEvents(payload);
        for (const row of await rows()) {
          const bytes = events[row.ordinal];
          if (bytes) part.add(row.at, row.combination, reader.read(bytes));
        }
      });
    });
  } catch (error) {
    if (error instanceof SearchTimeoutError) return false;
    throw error;
  }
  tally.join(part);
  return true;
}

async function findRows(
  client: ClientBase,
  piece: readonly Span[],
  { userOf, clusterId }: Allowed,
): Promise<MatchingRow[]> {
  const combinations = userOf.flatMap((user, combination) => ((user ?? null) === null ? [] : [combination]));
  const { rows } = await client.query<MatchingRow>(
    `select e.* from unnest($1::bigint[], $2::bigint[]) as span(span_from, span_to)
     cross join lateral (
       select ${MATCHING_COLUMNS} from event
       where at >= span_from and at < span_to and cluster_id = $3 and combination_id = any($4::int[])
     ) e`,
    [piece.map((span) => span.from), piece.map((span) => span.to), clusterId, combinations],
  );
  return rows;
}

type Use = { events: number; users: Map<string, number>; first: Microseconds; last: Microseconds; days: Set<number> };

class GrantTally {
  read = 0;
  withoutReason = 0;
  private readonly uses = new Map<string, Use>();

  constructor(private readonly userOf: readonly (string | null)[]) {}

  add(at: Microseconds, combination: number, reason: string | null): void {
    this.read++;
    if (reason === null) {
      this.withoutReason++;
      return;
    }
    const use = this.entryOf(reason);
    const user = this.userOf[combination] ?? '';
    use.events++;
    use.users.set(user, (use.users.get(user) ?? 0) + 1);
    use.first = Math.min(use.first, at);
    use.last = Math.max(use.last, at);
    use.days.add(Math.floor(at / MICROSECONDS_PER_DAY));
  }

  join(other: GrantTally): void {
    this.read += other.read;
    this.withoutReason += other.withoutReason;
    for (const [reason, { events, users, first, last, days }] of other.uses) {
      const use = this.entryOf(reason);
      use.events += events;
      use.first = Math.min(use.first, first);
      use.last = Math.max(use.last, last);
      for (const [user, count] of users) use.users.set(user, (use.users.get(user) ?? 0) + count);
      for (const day of days) use.days.add(day);
    }
  }

  answer(): UsedGrant[] {
    return [...this.uses]
      .map(([reason, { events, users, first, last, days }]) => ({
        grant: parseGrant(reason),
        reason,
        events,
        users: users.size,
        topUsers: [...users]
          .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
          .slice(0, TOP_USERS)
          .map(([user, count]) => ({ user: user === '' ? null : user, events: count })),
        first: formatRfc3339(first),
        last: formatRfc3339(last),
        days: days.size,
      }))
      .sort((a, b) => b.events - a.events || (a.reason < b.reason ? -1 : 1));
  }

  private entryOf(reason: string): Use {
    let use = this.uses.get(reason);
    if (!use) {
      use = { events: 0, users: new Map(), first: Number.POSITIVE_INFINITY, last: 0, days: new Set() };
      this.uses.set(reason, use);
    }
    return use;
  }
}

/** Bindings whose last write in the record left them in place, and that no grant names. */
async function findUnused(cluster: string, used: readonly UsedGrant[], to: Microseconds): Promise<UnusedBinding[]> {
  const { writes } = await findRbacWrites({
    cluster,
    from: null,
    to,
    verbs: ['create', 'update', 'patch', 'delete'],
    limit: MAX_WRITES,
  });
  const names = new Set(
    used.flatMap(({ grant }) => (grant ? [keyOf(grant.bindingKind, grant.namespace, grant.binding)] : [])),
  );
  const seen = new Set<string>();
  const unused: UnusedBinding[] = [];
  for (const write of writes) {
    const { kind, namespace, name } = write;
    if ((kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') || name === null) continue;
    const key = keyOf(kind, namespace, name);
    if (seen.has(key)) continue;
    seen.add(key);
    if (write.verb === 'delete' || names.has(key)) continue;
    const known = writes.find(
      (other) => other.object !== null && keyOf(other.kind, other.namespace, other.name) === key,
    );
    unused.push({ ...unusedOf(write, known?.object ?? null), kind, namespace, name });
  }
  return unused;
}

function unusedOf({ id, at, by }: StoredRbacWrite, object: StoredRbacWrite['object']) {
  return {
    role: object?.role ? `${object.roleKind ?? ''} ${object.role}`.trim() : null,
    subjects: (object?.subjects ?? []).map(
      (subject) => `${subject.kind} ${subject.namespace === null ? '' : `${subject.namespace}/`}${subject.name}`,
    ),
    id,
    at: formatRfc3339(at),
    by,
  };
}

function keyOf(kind: string, namespace: string | null, name: string | null): string {
  return JSON.stringify([kind, namespace, name]);
}
