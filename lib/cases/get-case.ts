/** One case, whole: what is pinned, what is thought of it, and who did what. */
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { findPruned } from '@/lib/evidence/find-pruned';
import type { Person } from '@/lib/people/person';
import { parsePlace } from '@/lib/search/event-cursor';
import { findBrokenRecords } from '@/lib/verify/case-records';
import type { CaseDetail, CasePin, Hypothesis } from './case-answers';
import { ENTRY_COLUMNS, type EntryRow, toEntry } from './case-log';
import { CASE_COLUMNS, type SummaryRow, toSummary } from './list-cases';

const LISTED_ENTRIES = 200;

type PinRow = Omit<CasePin, 'at' | 'until' | 'pinnedAt' | 'pinnedBy' | 'gone'> & {
  subject: string;
  at: number | null;
  until: number | null;
  pinnedAt: Date;
  pinnedBy: string;
  pinnedHow: Person['how'];
};

type HypothesisRow = Omit<Hypothesis, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

/** Null where there is no such case. */
export async function getCase(id: number): Promise<CaseDetail | null> {
  const pool = getPool();
  const { rows } = await pool.query<SummaryRow & { notes: string; version: number }>(
    `select ${CASE_COLUMNS}, c.notes, c.version from case_file c where c.id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  const [pins, hypotheses, linked, log, logTotal, broken] = await Promise.all([
    readPins(id),
    pool.query<HypothesisRow>(
      `select id, text, state, created_at as "createdAt", updated_at as "updatedAt" from case_hypothesis
       where case_id = $1 order by id`,
      [id],
    ),
    pool.query<CaseDetail['linked'][number]>(
      `select c.id, c.title, c.status from case_link l join case_file c on c.id = case when l.case_id = $1 then l.other_id else l.case_id end
       where l.case_id = $1 or l.other_id = $1 order by c.id`,
      [id],
    ),
    pool.query<EntryRow>(`select ${ENTRY_COLUMNS} from case_entry where case_id = $1 order by id desc limit $2`, [
      id,
      LISTED_ENTRIES,
    ]),
    pool.query<{ n: number }>('select count(*)::int as n from case_entry where case_id = $1', [id]),
    findBrokenRecords(pool, id),
  ]);
  const { notes, version, ...summary } = row;
  return {
    ...toSummary(summary),
    pins,
    notes,
    version,
    hypotheses: hypotheses.rows.map(({ createdAt, updatedAt, ...hypothesis }) => ({
      ...hypothesis,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    })),
    linked: linked.rows,
    log: log.rows.map(toEntry),
    logTotal: logTotal.rows[0]?.n ?? 0,
    logProblem: broken[0]?.message ?? null,
  };
}

async function readPins(id: number): Promise<CasePin[]> {
  const { rows } = await getPool().query<PinRow>(
    `select id, kind, subject, title, href, event_at as at, event_until as until, note, context_seconds as "contextSeconds",
       facts, pinned_at as "pinnedAt", pinned_by as "pinnedBy", pinned_how as "pinnedHow"
     from case_pin where case_id = $1 and removed_at is null order by event_at nulls last, id`,
    [id],
  );
  const gone = await findGone(rows);
  return rows.map(({ subject, at, until, pinnedAt, pinnedBy, pinnedHow, ...pin }) => ({
    ...pin,
    at: at === null ? null : formatRfc3339(at),
    until: until === null ? null : formatRfc3339(until),
    pinnedAt: pinnedAt.toISOString(),
    pinnedBy: { name: pinnedBy, how: pinnedHow },
    gone: gone.get(subject) ?? null,
  }));
}

/** Of the pinned events, those that are no longer kept, each with why. */
async function findGone(pins: readonly PinRow[]): Promise<Map<string, string>> {
  const places = pins.flatMap(({ kind, subject }) => {
    const place = kind === 'event' ? parsePlace(subject) : null;
    return place ? [{ subject, ...place }] : [];
  });
  if (places.length === 0) return new Map();
  const { rows } = await getPool().query<{ n: number }>(
    `select g.n::int from unnest($1::bigint[], $2::uuid[], $3::int[]) with ordinality as g(at, hash, cluster_id, n)
     where not exists (select from event e where e.at = g.at and e.hash = g.hash and e.cluster_id = g.cluster_id)`,
    [places.map(({ at }) => at), places.map(({ hash }) => hash), places.map(({ clusterId }) => clusterId)],
  );
  const gone = new Map<string, string>();
  for (const { n } of rows) {
    const place = places[n - 1];
    if (!place) continue;
    const pruned = await findPruned(getPool(), place.clusterId, place.at);
    const why = pruned?.reason ? ` (${pruned.reason})` : '';
    const words = pruned
      ? `removed by retention on ${pruned.prunedAt.toISOString().slice(0, 10)}${why}`
      : 'no longer in the index: run "npm run verify"';
    gone.set(place.subject, words);
  }
  return gone;
}
