/**
 * npm run baselines: what is usual for each workload, from the command line. `--rebuild` forgets what was learned, learns it anew from
 * the stored counts, and shows that every state is what it was, to the last byte.
 */
import { parseArgs } from 'node:util';
import { rebuildBaselines, updateBaselines } from '@/lib/baselines/update-baselines';
import { openDatabase } from '@/lib/db/open-database';
import { getPool } from '@/lib/db/pool';

const USAGE = `Usage: npm run baselines -- [--cluster NAME] [--rebuild] [--json]

Learns what is new in the stored events. With --rebuild, forgets and learns everything anew from the counts, and compares.

  --cluster NAME   only this cluster
  --rebuild        learn anew; exit code 1 where a state differs from what it was
  --json           print a line of JSON for each cluster`;

type States = Map<string, string>;

async function main(): Promise<number> {
  let call: { cluster?: string | undefined; rebuild: boolean; json: boolean };
  try {
    const { values } = parseArgs({
      options: {
        cluster: { type: 'string' },
        rebuild: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    call = values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  const database = await openDatabase();
  try {
    const { rows } = await getPool().query<{ id: number; name: string }>(
      'select id, name from cluster where $1::text is null or name = $1 order by name',
      [call.cluster ?? null],
    );
    if (rows.length === 0) {
      console.error(call.cluster === undefined ? 'There is no cluster yet.' : `There is no cluster “${call.cluster}”.`);
      return 2;
    }
    let different = 0;
    for (const { id, name } of rows) different += await runCluster(id, name, call);
    return different > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
}

async function runCluster(id: number, cluster: string, call: { rebuild: boolean; json: boolean }): Promise<number> {
  const begun = performance.now();
  await updateBaselines({ clusterId: id });
  const before = await readStates(id);
  let buckets = 0;
  if (call.rebuild) buckets = (await rebuildBaselines(id)).buckets;
  const after = call.rebuild ? await readStates(id) : before;
  const seconds = Number(((performance.now() - begun) / 1000).toFixed(1));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const different = names.filter((name) => before.get(name) !== after.get(name));
  const { rows } = await getPool().query<{ deviations: number; raised: number }>(
    'select count(*)::int as deviations, count(*) filter (where raised)::int as raised from deviation where cluster_id = $1',
    [id],
  );
  const figures = { cluster, workloads: after.size - 1, ...rows[0], buckets, seconds, different: different.length };
  if (call.json) {
    console.log(JSON.stringify({ ...figures, states: Object.fromEntries(after) }));
    return different.length;
  }
  console.log(
    `${cluster}: ${figures.workloads} workloads, ${figures.deviations} deviations, ${figures.raised} raised; ${seconds} s`,
  );
  if (call.rebuild) {
    for (const name of names) {
      const same = before.get(name) === after.get(name);
      console.log(`  ${same ? '=' : '≠'} ${(after.get(name) ?? 'gone').slice(0, 16)}  ${name}`);
    }
    console.log(
      `  ${names.length - different.length} of ${names.length} states are the same after ${buckets} buckets\n`,
    );
  }
  return different.length;
}

/** Hashes of the newest states by workload; the cluster's own is called "(cluster)". */
async function readStates(clusterId: number): Promise<States> {
  const { rows } = await getPool().query<{ name: string | null; hash: string }>(
    `select w.name, s.hash from baseline_state s left join workload w on w.id = s.workload_id
     where s.cluster_id = $1 and s.bucket = (select max(bucket) from baseline_state where cluster_id = $1)`,
    [clusterId],
  );
  return new Map(rows.map(({ name, hash }) => [name ?? '(cluster)', hash]));
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
