/**
 * npm run reindex -- [--cluster NAME] [--from-start] [--json]
 * Rebuilds index rows, counts and the dictionary from evidence. Exit code 0 when done, 1 when it was stopped or something could
 * not be rebuilt, 2 for a wrong call.
 */
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { rebuildCoverage } from '@/lib/coverage/update-coverage';
import { openDatabase } from '@/lib/db/open-database';
import { getPool } from '@/lib/db/pool';
import { reindex } from '@/lib/reindex/reindex';
import type { ReindexProgress, ReindexReport } from '@/lib/reindex/reindex-report';

const USAGE = `Usage: npm run reindex -- [--cluster NAME] [--from-start] [--json]

Rebuilds the index rows, counts and facet values of all events from the evidence, which is only read. The product may run
meanwhile and imports go on. An interrupted run goes on where it was.

  --cluster NAME   this cluster only
  --from-start     begin at the first block again, also after an interrupted run (say, with an older version)
  --json           print the result as JSON on standard output`;

const whole = new Intl.NumberFormat('en-US');

type Call = { cluster: string | undefined; fromStart: boolean; json: boolean };

async function main(): Promise<number> {
  const call = parseCall();
  if (typeof call === 'string') {
    console.error(call);
    return 2;
  }
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => cancel.abort());
  const database = await openDatabase();
  const bar = progressBar();
  try {
    const report = await reindex(getPool(), { ...call, signal: cancel.signal, onProgress: bar.update });
    bar.stop();
    if (report.finished) await measureCoverage(report);
    if (call.json) console.log(JSON.stringify(report));
    else printReport(report);
    return report.finished && report.clusters.every(({ unreadable }) => unreadable.length === 0) ? 0 : 1;
  } finally {
    bar.stop();
    await database.close();
  }
}

function parseCall(): Call | string {
  try {
    const { values } = parseArgs({
      options: {
        cluster: { type: 'string' },
        'from-start': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    return { cluster: values.cluster, fromStart: values['from-start'], json: values.json };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

/** It looks at the same values: where they changed, what was measured from them is old. */
async function measureCoverage({ clusters }: ReindexReport): Promise<void> {
  const mended = clusters.filter(({ mendedBlocks }) => mendedBlocks > 0).map(({ cluster }) => cluster);
  const { rows } = await getPool().query<{ id: number }>('select id from cluster where name = any($1)', [mended]);
  for (const { id } of rows) await rebuildCoverage(id);
}

function progressBar(): { update(progress: ReindexProgress): void; stop(): void } {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    format: '{cluster}  {bar} {percentage}%  {value} of {total} blocks, {mended} written anew',
  });
  let started = false;
  return {
    update({ cluster, blocks, blocksTotal, mendedBlocks }) {
      const more = { cluster, mended: whole.format(mendedBlocks) };
      if (started) bar.update(blocks, more);
      else bar.start(blocksTotal, blocks, more);
      started = true;
    },
    stop: () => bar.stop(),
  };
}

function printReport(report: ReindexReport): void {
  for (const { cluster, firstBlock, lastBlock, events, mendedBlocks, doubledEvents, unreadable } of report.clusters) {
    const blocks = lastBlock - firstBlock + 1;
    const where = firstBlock > 1 ? `, going on at block ${whole.format(firstBlock)}` : '';
    console.log(
      `${cluster}: ${whole.format(blocks)} blocks with ${whole.format(events)} events read${where}, ` +
        `${whole.format(mendedBlocks)} blocks written anew`,
    );
    if (doubledEvents > 0) {
      console.log(
        `  ${whole.format(doubledEvents)} events are in the evidence a second time: they were imported again while they were ` +
          'missing here. They are counted once.',
      );
    }
    for (const { block, reason } of unreadable) {
      console.log(`  Block ${block} was left as it was: ${reason}. npm run verify says more.`);
    }
  }
  console.log(
    `${whole.format(report.mendedCounts)} counts, ${whole.format(report.mendedTerms)} values put right; ` +
      `${whole.format(report.strayRows)} rows and ${whole.format(report.droppedCombinations)} combinations of nothing removed; ` +
      `${report.seconds.toFixed(1)} s`,
  );
  if (!report.finished)
    console.log('Stopped before the end. What was done is kept; run it again and it goes on there.');
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
