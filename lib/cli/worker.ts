/**
 * The import worker: a process of its own beside the web server, so that parsing a gigabyte never makes a page wait.
 * Started by `npm start`; ends by SIGTERM at the next batch, and what it was importing goes on at the next start.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { BaselineJob } from '@/lib/baselines/baseline-job';
import { CoverageJob } from '@/lib/coverage/coverage-job';
import { openDatabase } from '@/lib/db/open-database';
import { getPool } from '@/lib/db/pool';
import { Checkpointer } from '@/lib/evidence/checkpointer';
import { sealAllBlocks } from '@/lib/evidence/seal-blocks';
import { failAbandonedUploads } from '@/lib/ingest/abandoned-uploads';
import { lookForRoomHere } from '@/lib/ingest/disk-room';
import { HourFolding } from '@/lib/ingest/hour-folding';
import { recoverImports, runNextImport } from '@/lib/ingest/import-queue';
import { expirePacks, recoverPacks, runNextPack } from '@/lib/packs/run-packs';
import { makeNextReport, recoverReports } from '@/lib/reports/make-reports';
import { askForNextScheduled } from '@/lib/reports/report-schedules';
import { keepRetention } from '@/lib/retention/keep-retention';
import { updateTextIndex } from '@/lib/text-index/update-text-index';
import { recoverVerifications, runNextVerification } from '@/lib/verify/run-verification';
import { RepeatedJob } from './repeated-job';

const IDLE_MS = 300;
const TIDY_MS = 60_000;
const FULL_MS = 5000;
const RETENTION_MS = 60_000;
const FOLDING_MS = 600_000;
const TEXT_INDEX_MS = 5000;

let waiting = false;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
// The server's end of the channel closes when it dies without a word.
process.once('disconnect', () => stop.abort());

const database = await openDatabase();
try {
  const sealed = await sealAllBlocks();
  if (sealed > 0) console.log(`${sealed} evidence blocks of an earlier version were put into the hash chain.`);
  await recoverImports();
  await recoverVerifications();
  await recoverPacks();
  await recoverReports();
  const verifications = verifyOnRequest();
  const packs = packOnRequest();
  const reports = makeReports();
  const checkpoints = new Checkpointer(getPool(), console.log).run(stop.signal);
  const coverage = new CoverageJob(stop.signal);
  const baselines = new BaselineJob(stop.signal);
  const { signal } = stop;
  const retention = new RepeatedJob('Retention', RETENTION_MS, signal, () => keepRetention(signal));
  const hours = new HourFolding(getPool());
  const folding = new RepeatedJob('Folding of counts', FOLDING_MS, signal, async () => void (await hours.fold(signal)));
  const textIndex = new RepeatedJob(
    'Text index',
    TEXT_INDEX_MS,
    signal,
    async () => void (await updateTextIndex(signal)),
  );
  let tidied = 0;
  while (!stop.signal.aborted) {
    try {
      if (Date.now() - tidied > TIDY_MS) {
        tidied = Date.now();
        await failAbandonedUploads();
      }
      coverage.runWhenDue();
      baselines.runWhenDue();
      retention.runWhenDue();
      folding.runWhenDue();
      textIndex.runWhenDue();
      if ((await hasRoom()) && (await runNextImport(stop.signal))) continue;
    } catch (error) {
      console.error(`Import worker: ${error instanceof Error ? error.message : error}`);
    }
    await sleep(IDLE_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  await Promise.all([checkpoints, verifications, packs, reports]);
  await coverage.settle();
  await baselines.settle();
  await retention.settle();
  await folding.settle();
  await textIndex.settle();
} finally {
  await database.close();
}
process.exit(0);

/** Uploads wait while the disk is nearly full: it is looked at before each import, and not for ever in between. */
async function hasRoom(): Promise<boolean> {
  const { problem } = await lookForRoomHere();
  if (problem !== null) {
    if (!waiting) console.error(`Imports wait: ${problem}.`);
    await sleep(FULL_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  waiting = problem !== null;
  return !waiting;
}

/** Beside the imports: its work is on a thread of its own. */
async function verifyOnRequest(): Promise<void> {
  while (!stop.signal.aborted) {
    const ran = await runNextVerification(database.url, stop.signal).catch((error: unknown) => {
      console.error(`Verification: ${error instanceof Error ? error.message : error}`);
      return false;
    });
    if (!ran) await sleep(1000, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}

/** Beside the imports, one after another. */
async function packOnRequest(): Promise<void> {
  let looked = 0;
  while (!stop.signal.aborted) {
    try {
      if (Date.now() - looked > TIDY_MS) {
        looked = Date.now();
        await expirePacks();
      }
      if (await runNextPack(stop.signal)) continue;
    } catch (error) {
      console.error(`Evidence pack: ${error instanceof Error ? error.message : error}`);
    }
    await sleep(1000, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}

/** Beside the imports too: a report waits for the database most of its time. */
async function makeReports(): Promise<void> {
  while (!stop.signal.aborted) {
    const made = await makeDueReport().catch((error: unknown) => {
      console.error(`Reports: ${error instanceof Error ? error.message : error}`);
      return false;
    });
    if (!made) await sleep(1000, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}

async function makeDueReport(): Promise<boolean> {
  await askForNextScheduled();
  return makeNextReport(stop.signal);
}
