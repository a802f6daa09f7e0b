/**
 * What it costs to learn a big cluster anew from its counts: the aim is ten minutes for 90 days of 2,000 workloads. Learned twice,
 * so that the second time can be compared with the first.
 */
import { writeFile } from 'node:fs/promises';
import { writeSyntheticFacts } from '@/bench/synthetic-facts';
import { rebuildBaselines, updateBaselines } from '@/lib/baselines/update-baselines';
import { getPool } from '@/lib/db/pool';

export async function benchRebuild(size: string, json: string | null): Promise<void> {
  const [days = 0, workloads = 0] = size.split('x').map(Number);
  const { clusterId, pairs, events, activeShare } = await writeSyntheticFacts(getPool(), { days, workloads });
  console.log(
    `${days} days of ${workloads} workloads, ${Math.round(100 * activeShare)} % active in five minutes: ${pairs} counts that stand for ${events} events`,
  );
  const learn = await measure(() => updateBaselines({ clusterId }));
  console.log(`learned in ${learn.seconds} s (${learn.cpuSeconds} s of processor time in this process)`);
  const before = await hashes(clusterId);
  const rebuild = await measure(() => rebuildBaselines(clusterId));
  const after = await hashes(clusterId);
  const same = after.filter((hash, i) => hash === before[i]).length;
  console.log(`rebuilt in ${rebuild.seconds} s (${rebuild.cpuSeconds} s of processor time in this process)`);
  console.log(`${same} of ${before.length} states are the same, to the last byte`);
  const report = { days, workloads, activeShare, pairs, events, learn, rebuild, states: before.length, same };
  if (json) await writeFile(json, `${JSON.stringify(report, null, 1)}\n`);
  if (same !== before.length || before.length === 0) process.exitCode = 1;
}

async function measure(work: () => Promise<unknown>): Promise<{ seconds: number; cpuSeconds: number }> {
  const begun = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const round = (seconds: number) => Number(seconds.toFixed(1));
  return { seconds: round((performance.now() - begun) / 1000), cpuSeconds: round((user + system) / 1e6) };
}

/** Of the newest states, that of the cluster first. */
async function hashes(clusterId: number): Promise<string[]> {
  const { rows } = await getPool().query<{ hash: string }>(
    `select hash from baseline_state
     where cluster_id = $1 and bucket = (select max(bucket) from baseline_state where cluster_id = $1) order by workload_id`,
    [clusterId],
  );
  return rows.map(({ hash }) => hash);
}
