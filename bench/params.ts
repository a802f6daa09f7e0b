/**
 * The values that the questions use. Read from a file, so that every engine is asked the same; without one they are
 * picked from the data by the same rules.
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { getPool } from '@/lib/db/pool';
import { type EventFilter, emptyFilter } from '@/lib/search/event-filter';
import { countBy } from '@/lib/search/term-counts';

const paramsSchema = z.object({
  busyUser: z.string(),
  namespace: z.string(),
  rareIp: z.string(),
  noisy: z.array(z.string()),
  auditID: z.string(),
  needle: z.string(),
  from: z.string().describe('first event, microseconds'),
  to: z.string().describe('last event, microseconds'),
});

export type Params = z.infer<typeof paramsSchema>;

export async function readParams(file: string | null): Promise<Params> {
  if (file !== null && existsSync(file)) return paramsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return pickParams(emptyFilter);
}

async function pickParams(filter: EventFilter): Promise<Params> {
  const users = await countBy({ filter, fields: ['user'], limit: 1_000_000 });
  const namespaces = await countBy({ filter, fields: ['namespace'], limit: 1_000_000 });
  const ips = await countBy({ filter, fields: ['sourceIP'], limit: 1_000_000 });
  const name = (row: { values: (string | null)[] } | undefined) => row?.values[0] ?? '';
  const span = await one<{ from: number; to: number; events: number }>(
    'select min(at) as "from", max(at) as "to", count(*) as events from event',
  );
  const third = await one<{ auditID: string }>(
    'select audit_key::text as "auditID" from event order by at, audit_key limit 1 offset $1',
    [Math.floor((span?.events ?? 0) / 3)],
  );
  const needle = await one<{ name: string }>(
    `select name from event where name like 'sh.helm.release%' group by name order by count(*), name limit 1`,
  );
  return {
    busyUser: name(users.filter((row) => name(row).startsWith('system:serviceaccount:'))[9]),
    namespace: name(namespaces.find((row) => !['', 'kube-system', 'kube-node-lease'].includes(name(row)))),
    rareIp: name(
      ips.filter((row) => row.count >= 3).sort((a, b) => a.count - b.count || (name(a) < name(b) ? -1 : 1))[0],
    ),
    noisy: users.slice(0, 3).map(name),
    auditID: third?.auditID ?? '',
    needle: needle?.name ?? 'sh.helm.release',
    from: String(span?.from ?? 0),
    to: String(span?.to ?? 0),
  };
}

async function one<T extends object>(sql: string, values: unknown[] = []): Promise<T | undefined> {
  const { rows } = await getPool().query<T>(sql, values);
  return rows[0];
}
