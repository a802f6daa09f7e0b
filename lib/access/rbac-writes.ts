/** Writes on roles and bindings that succeeded, with their bodies, newest first. */

import { withLiterals } from '@/lib/access/literal-conditions';
import { type RbacObject, rbacKinds, rbacObjectOf } from '@/lib/access/rbac-object';
import { RBAC_GROUP } from '@/lib/access/rbac-reason';
import { formatRfc3339, type Microseconds } from '@/lib/audit/microseconds';
import { asText, readField } from '@/lib/audit/untrusted';
import { getPool } from '@/lib/db/pool';
import { formatPlace } from '@/lib/search/event-cursor';
import { emptyFilter, withTime } from '@/lib/search/event-filter';
import { findMatchingSpans } from '@/lib/search/matching-spans';
import { readOriginals } from '@/lib/search/read-originals';
import { withSearchLimit } from '@/lib/search/search-limit';

export type StoredRbacWrite = {
  id: string;
  at: Microseconds;
  by: string | null;
  verb: string;
  kind: RbacObject['kind'];
  namespace: string | null;
  name: string | null;
  /** Null where the body was not recorded, or its bytes are gone. */
  object: RbacObject | null;
};

export type RbacWrites = { writes: StoredRbacWrite[]; limited: boolean };

type Row = { at: number; hash: string; clusterId: number; blockSeq: number; ordinal: number; name: string | null };

/** At most `limit`, the newest. Throws SearchTimeoutError. */
export async function findRbacWrites(question: {
  cluster: string;
  from: Microseconds | null;
  /** Exclusive. */
  to: Microseconds | null;
  verbs: readonly string[];
  limit: number;
}): Promise<RbacWrites> {
  const { from, to } = question;
  const filter = withLiterals(
    withTime(emptyFilter, from === null ? null : formatRfc3339(from), to === null ? null : formatRfc3339(to)),
    {
      cluster: [question.cluster],
      apiGroup: [RBAC_GROUP],
      resource: Object.keys(rbacKinds),
      verb: question.verbs,
      outcome: ['ok'],
      stage: ['ResponseComplete'],
      subresource: [null],
    },
  );
  const { spans, combinations } = await findMatchingSpans(filter);
  if (spans.length === 0) return { writes: [], limited: false };
  spans.reverse();
  const rows = await withSearchLimit(getPool(), async (client) => {
    const answer = await client.query<Row>(
      `select e.* from unnest($1::bigint[], $2::bigint[]) with ordinality as span(span_from, span_to, position)
       cross join lateral (
         select at, hash::text as hash, cluster_id as "clusterId", block_seq as "blockSeq", ordinal, name from event
         where at >= span_from and at < span_to and combination_id = any($3::int[])
         order by event.at desc, event.hash desc limit $4
       ) e
       order by span.position, e.at desc, e.hash desc limit $4`,
      [spans.map((span) => span.from), spans.map((span) => span.to), combinations, question.limit + 1],
    );
    return answer.rows;
  });
  const kept = rows.slice(0, question.limit);
  const originals = await readOriginals(kept);
  const writes = kept.flatMap((row, i) => toWrite(row, originals[i] ?? null));
  return { writes, limited: rows.length > question.limit };
}

function toWrite(row: Row, event: Record<string, unknown> | null): StoredRbacWrite[] {
  const kind = rbacKinds[asText(readField(event, 'objectRef', 'resource')) ?? ''];
  if (!kind) return [];
  const object = rbacObjectOf(event);
  return [
    {
      id: formatPlace(row),
      at: row.at,
      by: asText(readField(event, 'user', 'username')),
      verb: asText(readField(event, 'verb')) ?? '',
      kind,
      namespace: asText(readField(event, 'objectRef', 'namespace')),
      name: row.name ?? object?.name ?? null,
      object,
    },
  ];
}
