/**
 * Other events with the auditID and stage of one, and other content. Clients choose auditIDs, so this is a finding: somebody
 * used one again (kubernetes#101597), an aggregated API server wrote the request too, or one copy was truncated on its way.
 * Asked when the event is looked at; the index of auditIDs has Bloom filters, so it costs some milliseconds a million events.
 */
import { QueryTimeout, withTimeLimit } from '@/lib/db/time-limit';
import type { EventIndexRow } from '@/lib/search/event-row';

const LIMIT_MS = 1500;
/** More are not counted. */
const COUNTED = 1000;

/** How many, 1,000 at most; null where they could not be counted in time. */
export async function countAuditIDReuse(row: EventIndexRow): Promise<number | null> {
  try {
    return await withTimeLimit(LIMIT_MS, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from (
           select from event e join combination c on c.id = e.combination_id
           where e.audit_key = $1 and e.cluster_id = $2 and (e.at, e.hash) <> ($3::bigint, $4::uuid)
             and c.stage = (select stage from combination where id = $5)
           limit ${COUNTED}) as others`,
        [row.auditKey, row.clusterId, row.at, row.hash, row.combination],
      );
      return rows[0]?.n ?? 0;
    });
  } catch (error) {
    if (error instanceof QueryTimeout) return null;
    throw error;
  }
}
