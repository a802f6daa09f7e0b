/**
 * Other events with the auditID and stage of one, and other content. Clients choose auditIDs, so this is a finding: somebody
 * used one again (kubernetes#101597), an aggregated API server wrote the request too, or one copy was truncated on its way.
 * Asked when the event is looked at, and answered as a search for the auditID is.
 */
import { QueryTimeout, withTimeLimit } from '@/lib/db/time-limit';
import type { EventIndexRow } from '@/lib/search/event-row';
import { findAuditKey } from '@/lib/search/find-audit-key';

const LIMIT_MS = 1500;
/** More are not counted. */
const COUNTED = 1000;
/** Somebody who sends a million of one auditID has them read no further than this. */
const LOOKED_AT = 5000;
const EVER = { from: -(2 ** 53), to: 2 ** 53 };

/** How many, 1,000 at most; null where they are too many to be looked at. */
export async function countAuditIDReuse(row: EventIndexRow): Promise<number | null> {
  try {
    return await withTimeLimit(LIMIT_MS, async (client) => {
      const same = await findAuditKey(client, row.auditKey, EVER, LOOKED_AT);
      const others = same.filter(
        (other) => other.clusterId === row.clusterId && (other.at !== row.at || other.hash !== row.hash),
      );
      if (others.length === 0) return 0;
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from unnest($1::int[]) as other(combination_id) join combination c on c.id = other.combination_id
         where c.stage = (select stage from combination where id = $2)`,
        [others.map((other) => other.combination), row.combination],
      );
      const n = rows[0]?.n ?? 0;
      return n < COUNTED && same.length >= LOOKED_AT ? null : Math.min(n, COUNTED);
    });
  } catch (error) {
    if (error instanceof QueryTimeout) return null;
    throw error;
  }
}
