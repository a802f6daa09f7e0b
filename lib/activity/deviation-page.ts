/** Everything that the page of one deviation says. */
import type { DeviationPage } from '@/lib/activity/activity-answers';
import { formatRfc3339, MICROSECONDS_PER_HOUR, parseRfc3339 } from '@/lib/audit/microseconds';
import { type Deviation, type Verdict, verdictSchema } from '@/lib/baselines/deviation-answers';
import { getDeviation, listDeviations } from '@/lib/baselines/list-deviations';
import { metrics } from '@/lib/baselines/metrics';
import { readBaseline } from '@/lib/baselines/read-baseline';
import { getPool } from '@/lib/db/pool';
import { EventRemovedError, getEventDetail } from '@/lib/search/event-detail';

/** Shown before and after it. */
const MARGIN = 12 * MICROSECONDS_PER_HOUR;
/** A deviation that goes on for longer is drawn by the hour. */
const FIVE_MINUTES_UP_TO = 26 * MICROSECONDS_PER_HOUR;
const MOST_RELATED = 100;

/** Null where there is none of that id. */
export async function getDeviationPage(id: string): Promise<DeviationPage | null> {
  const deviation = await getDeviation(getPool(), id);
  if (deviation === null) return null;
  const [from, to] = [(parseRfc3339(deviation.start) ?? 0) - MARGIN, (parseRfc3339(deviation.end) ?? 0) + MARGIN];
  const stepSeconds = to - from <= FIVE_MINUTES_UP_TO ? 300 : 3600;
  const metric = metrics.find((name) => name === deviation.metric);
  const [points, events, related, verdicts] = await Promise.all([
    metric === undefined ? [] : readBaseline(getPool(), deviation.workloadId, metric, from, to, stepSeconds),
    Promise.all(deviation.explanation.eventIDs.map(readEvent)),
    readRelated(deviation),
    listVerdicts(id),
  ]);
  return { deviation, points, stepSeconds, events, related, verdicts };
}

async function readEvent(id: string): Promise<DeviationPage['events'][number]> {
  try {
    const detail = await getEventDetail(id);
    return { id, at: detail?.row.at ?? null, sentence: detail?.sentence ?? null };
  } catch (error) {
    if (error instanceof EventRemovedError) return { id, at: null, sentence: null };
    throw error;
  }
}

async function readRelated({ id, incidentId }: Deviation): Promise<Deviation[]> {
  if (incidentId === null) return [];
  const { deviations } = await listDeviations(getPool(), { incidentId, limit: MOST_RELATED });
  return deviations.filter((other) => other.id !== id);
}

/** Everything that people said about it, the newest first. */
async function listVerdicts(deviationId: string): Promise<Verdict[]> {
  const { rows } = await getPool().query<Omit<Verdict, 'at' | 'expiresAt'> & { at: Date; expiresAt: Date | null }>(
    `select verdict, person, person_how as "personHow", reason, owner, expires_at as "expiresAt", at
     from verdict where deviation_id = $1::uuid order by id desc`,
    [deviationId],
  );
  const text = (at: Date) => formatRfc3339(at.getTime() * 1000);
  return rows.map(({ at, expiresAt, ...row }) =>
    verdictSchema.parse({ ...row, at: text(at), expiresAt: expiresAt === null ? null : text(expiresAt) }),
  );
}
