/**
 * Rows that meet the conditions which counts know nothing of: the object's name, one auditID, a string anywhere in the
 * original event. Field conditions are not applied here: facets need the rows that fail just one of them.
 */
import type { PoolClient } from 'pg';
import { auditKey } from '@/lib/audit/event-identity';
import type { Microseconds } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import type { EventFilter } from '@/lib/search/event-filter';
import { findAuditKey } from '@/lib/search/find-audit-key';
import { findText } from '@/lib/search/find-text';
import { likePattern } from '@/lib/search/like-pattern';
import { MATCHING_COLUMNS, type MatchingRow, type MatchingRows } from '@/lib/search/matching-row';
import { withSearchLimit } from '@/lib/search/search-limit';
import { shareSearch } from '@/lib/search/share-search';

export function hasRowConditions(filter: EventFilter): boolean {
  return filter.name !== null || filter.auditID !== null || filter.text !== null;
}

/** Newest first. Throws SearchTimeoutError. */
export function findRows(filter: EventFilter, window: { from: Microseconds; to: Microseconds }): Promise<MatchingRows> {
  const key = ['rows', filter.name, filter.auditID, filter.text, window.from, window.to];
  return shareSearch(key, () => search(filter, window));
}

function search(filter: EventFilter, window: { from: Microseconds; to: Microseconds }): Promise<MatchingRows> {
  return withSearchLimit(getPool(), async (client) => {
    const byIndex = filter.name !== null || filter.auditID !== null ? await findByIndex(client, filter, window) : null;
    return filter.text === null ? (byIndex ?? []) : findText(client, filter.text, window, byIndex);
  });
}

async function findByIndex(
  client: PoolClient,
  filter: EventFilter,
  window: { from: Microseconds; to: Microseconds },
): Promise<MatchingRow[]> {
  if (filter.auditID !== null) {
    const rows = await findAuditKey(client, auditKey(filter.auditID).key, window);
    return filter.name === null ? rows : whoseNameIs(client, filter.name, rows);
  }
  const { rows } = await client.query<MatchingRow>(
    `select ${MATCHING_COLUMNS} from event where at >= $1::bigint and at < $2::bigint and name like $3
     order by at desc, hash desc, cluster_id desc`,
    [window.from, window.to, likePattern(filter.name ?? '')],
  );
  return rows;
}

/** The database compares, as it does where there is no auditID. */
async function whoseNameIs(client: PoolClient, name: string, rows: MatchingRow[]): Promise<MatchingRow[]> {
  const { rows: answers } = await client.query<{ holds: boolean | null }>(
    'select name like $2 as holds from unnest($1::text[]) with ordinality as g(name, position) order by position',
    [rows.map((row) => row.name), likePattern(name)],
  );
  return rows.filter((_, i) => answers[i]?.holds === true);
}
