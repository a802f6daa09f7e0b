/**
 * What a person says about a deviation. It is kept for good, and the baselines are made anew from the deviation on: what
 * was expected is learned in full and not raised again up to that size, what was malicious is not learned at all, what is benign is not raised until it expires.
 */
import type { Pool } from 'pg';
import type { VerdictKind } from '@/lib/baselines/deviation-answers';
import { inTransaction } from '@/lib/db/in-transaction';

const BUCKET = 300_000_000;

export type NewVerdict = {
  verdict: VerdictKind;
  person: string;
  personHow: string;
  reason: string;
  /** Who answers for the exception; wanted for `benign`. */
  owner?: string | null;
  /** Wanted for `benign`. */
  expiresAt?: Date | null;
};

/** What is wrong with a verdict, for the person who gave it. */
export class BadVerdictError extends Error {
  override name = 'BadVerdictError';
}

/** False where there is no such deviation. Throws BadVerdictError. */
export async function recordVerdict(pool: Pool, deviationId: string, verdict: NewVerdict): Promise<boolean> {
  const reason = verdict.reason.trim();
  if (reason === '') throw new BadVerdictError('A verdict needs a reason: say what you know in one sentence.');
  if (verdict.verdict === 'benign' && (!verdict.owner?.trim() || !verdict.expiresAt))
    throw new BadVerdictError('“Benign” makes an exception: name its owner and the day on which it expires.');
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ clusterId: number; startAt: number }>(
      `insert into verdict (deviation_id, cluster_id, workload, kind, start_at, end_at, verdict, person, person_how, reason, owner, expires_at, metric, actual)
       select d.id, d.cluster_id, w.name, d.kind, d.start_at, d.end_at, $2, $3, $4, $5, $6, $7, d.metric, (d.explanation->>'actual')::float8
       from deviation d join workload w on w.id = d.workload_id where d.id = $1::uuid
       returning cluster_id as "clusterId", start_at as "startAt"`,
      [
        deviationId,
        verdict.verdict,
        verdict.person,
        verdict.personHow,
        reason,
        verdict.owner?.trim() || null,
        verdict.expiresAt ?? null,
      ],
    );
    const row = rows[0];
    if (!row) return false;
    await client.query(
      'update baseline_cursor set dirty_from = least(coalesce(dirty_from, $2), $2) where cluster_id = $1',
      [row.clusterId, Math.floor(row.startAt / BUCKET)],
    );
    return true;
  });
}
