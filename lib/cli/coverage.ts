/**
 * npm run coverage -- [--cluster NAME] [--from TIME] [--to TIME] [--json] [--rebuild]
 * Measures what is stored and not yet measured, and prints how much of what each cluster wrote is here.
 */
import { parseArgs } from 'node:util';
import type { ClusterCoverage } from '@/lib/coverage/coverage-answers';
import { gapSentence, lostInWords } from '@/lib/coverage/gap-sentence';
import { readCoverage } from '@/lib/coverage/read-coverage';
import { rebuildCoverage, updateCoverage } from '@/lib/coverage/update-coverage';
import { openDatabase } from '@/lib/db/open-database';
import { getPool } from '@/lib/db/pool';
import { resolveTime } from '@/lib/search/time-range';

const USAGE = `Usage: npm run coverage -- [--cluster NAME] [--from TIME] [--to TIME] [--json] [--rebuild]

How much of what a cluster wrote is here, and where something is missing.

  --cluster NAME   this cluster only
  --from, --to     the window: RFC 3339, a date (UTC), now, or now-24h (default: all that was recorded)
  --json           print it as JSON on standard output
  --rebuild        forget what was measured, and measure everything anew`;

const SHOWN_GAPS = 40;

type Call = { cluster: string | undefined; from: number | null; to: number | null; json: boolean; rebuild: boolean };

async function main(): Promise<number> {
  const call = parseCall();
  if (typeof call === 'string') {
    console.error(call);
    return 2;
  }
  const database = await openDatabase();
  try {
    const { rows } = await getPool().query<{ id: number }>(
      'select id from cluster where $1::text is null or name = $1 order by name',
      [call.cluster ?? null],
    );
    if (call.cluster !== undefined && rows.length === 0) {
      console.error(`There is no cluster ${call.cluster}: nothing was imported under that name.`);
      return 1;
    }
    if (call.rebuild) for (const { id } of rows) await rebuildCoverage(id);
    else for (const { id } of rows) await updateCoverage({ clusterId: id });
    const coverage = await readCoverage({
      clusters: call.cluster === undefined ? [] : [call.cluster],
      from: call.from,
      to: call.to,
      maxCells: 1000,
    });
    if (call.json) console.log(JSON.stringify(coverage));
    else for (const cluster of coverage.clusters) printCluster(cluster);
    return 0;
  } finally {
    await database.close();
  }
}

function parseCall(): Call | string {
  try {
    const { values } = parseArgs({
      options: {
        cluster: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        json: { type: 'boolean', default: false },
        rebuild: { type: 'boolean', default: false },
      },
    });
    const now = Date.now() * 1000;
    const [from, to] = [values.from, values.to].map((text) => (text === undefined ? null : resolveTime(text, now)));
    if (values.from !== undefined && from === null) return `--from ${values.from}: expected a time.\n\n${USAGE}`;
    if (values.to !== undefined && to === null) return `--to ${values.to}: expected a time.\n\n${USAGE}`;
    return { ...values, cluster: values.cluster, from: from ?? null, to: to ?? null };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

function printCluster(coverage: ClusterCoverage): void {
  const { cluster, percent, firstAt, lastAt, lost, unknownSeconds, gaps, moreGaps } = coverage;
  console.log(`${cluster}: ${percent === null ? 'coverage unknown' : `${percent} % covered`}`);
  if (firstAt === null || lastAt === null) {
    console.log(
      '  Too little regular traffic, or less than half an hour of it: missing events would not be noticed.\n',
    );
    return;
  }
  console.log(`  ${short(firstAt)} to ${short(lastAt)}, about ${lost.toLocaleString('en-US')} events missing`);
  if (unknownSeconds > 0)
    console.log(`  ${Math.round(unknownSeconds / 60)} min with too little regular traffic to tell`);
  for (const gap of gaps.slice(0, SHOWN_GAPS)) {
    const figures = `${gap.percent ?? '–'} %, missing ${lostInWords(gap)}`;
    console.log(`  ${short(gap.from)} – ${short(gap.to)}  ${figures}: ${gapSentence(gap)}`);
  }
  const left = gaps.length + moreGaps - SHOWN_GAPS;
  if (left > 0) console.log(`  … and ${left} older gaps; --from and --to choose a window`);
  console.log('');
}

function short(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')}Z`;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
