/**
 * The chain of custody in the order of time: by which imports the events came and with which hash, which
 * settings of their clusters somebody changed, what was done in the case, what left the product before, and this pack.
 */

import { getCaseLog } from '@/lib/cases/case-log';
import { getPool } from '@/lib/db/pool';
import type { Person } from '@/lib/people/person';
import type { PackLog } from './pack-log';
import type { FrozenSubject } from './pack-subject';

export type CustodyEntry = { at: string; what: string; by: string; how?: string } & { [more: string]: unknown };

/** The last so many changes of settings and exports: more are in the product's own record. */
const MOST_ACTIONS = 1000;
const PAGE = 1000;

export async function readCustody(
  { case: found }: FrozenSubject,
  logs: readonly PackLog[],
  pack: { at: Date; person: Person; events: number },
): Promise<CustodyEntry[]> {
  const entries = [
    ...(await readImports(logs)),
    ...(await readActions(logs)),
    ...(found ? await readCaseEntries(found.id) : []),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const { at, person, events } = pack;
  entries.push({ at: at.toISOString(), what: 'pack', by: person.name, how: person.how, events });
  return entries;
}

async function readImports(logs: readonly PackLog[]): Promise<CustodyEntry[]> {
  const entries: CustodyEntry[] = [];
  for (const { clusterId, clusterName: cluster, blocks } of logs) {
    const { rows } = await getPool().query<{
      at: Date;
      source: string;
      file: string;
      sha256: string | null;
      inserted: number;
    }>(
      `select f.created_at as at, f.source, f.name as file, f.sha256, f.inserted from import_file f
       where f.id in (select import_file_id from evidence_block where cluster_id = $1 and seq between $2 and $3)
       order by f.created_at`,
      [clusterId, blocks.first, blocks.last],
    );
    for (const { at, source, file, sha256, inserted } of rows) {
      entries.push({ at: at.toISOString(), what: 'import', by: source, cluster, file, sha256, inserted });
    }
  }
  return entries;
}

async function readActions(logs: readonly PackLog[]): Promise<CustodyEntry[]> {
  const { rows } = await getPool().query<{
    at: Date;
    actor: string;
    action: string;
    cluster: string | null;
    before: string | null;
    after: string | null;
  }>(
    `select at, actor, action, cluster, before, after from admin_action
     where cluster is null or cluster = any($1) order by at desc limit $2`,
    [logs.map(({ clusterName }) => clusterName), MOST_ACTIONS],
  );
  return rows.map(({ at, actor, action, ...facts }) => ({
    at: at.toISOString(),
    what: action,
    by: actor,
    ...facts,
  }));
}

async function readCaseEntries(id: number): Promise<CustodyEntry[]> {
  const entries: CustodyEntry[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<typeof getCaseLog>> = await getCaseLog(id, { after, limit: PAGE });
    for (const { at, by, action, detail, place, hash } of page?.entries ?? []) {
      entries.push({ at, what: action, by: by.name, how: by.how, case: id, place, hash, detail });
    }
    after = page?.nextAfter ?? null;
  }
  return entries;
}
