/** Imports the log in a process of its own, as `npm run import` does, and measures that process from inside. */
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { getPool, ownerPool } from '@/lib/db/pool';
import { HourFolding } from '@/lib/ingest/hour-folding';
import { importFileSchema } from '@/lib/ingest/import-answers';
import { updateTextIndex } from '@/lib/text-index/update-text-index';

const childReport = z.object({ answer: importFileSchema, seconds: z.number(), peakMemoryBytes: z.number() });

export type StoredFigures = {
  events: number;
  /** What the worker does after an import, beside other work: it folds the counts of hours, and makes the text index. */
  foldingSeconds: number;
  textIndexSeconds: number;
  bytesOnDisk: number;
};

export type ImportFigures = StoredFigures & {
  inputBytes: number;
  ingestSeconds: number;
  eventsPerSecond: number;
  peakMemoryBytes: number;
  bytesRatio: number;
};

export async function measureImport(log: string, databaseUrl: string): Promise<ImportFigures> {
  const { answer, seconds, peakMemoryBytes } = await importInChild(log, databaseUrl);
  if (answer.state !== 'done') throw new Error(`the import of ${log} ended ${answer.state}: ${answer.error}`);
  const stored = await measureStored();
  const inputBytes = (await stat(log)).size;
  return {
    ...stored,
    inputBytes,
    ingestSeconds: seconds,
    eventsPerSecond: Math.round(answer.events / seconds),
    peakMemoryBytes,
    bytesRatio: stored.bytesOnDisk / inputBytes,
  };
}

/** Of the database as it is, when the worker's work is done. */
export async function measureStored(): Promise<StoredFigures> {
  const pool = getPool();
  const foldingSeconds = await secondsOf(() => new HourFolding(pool).fold(new AbortController().signal));
  const textIndexSeconds = await secondsOf(() => updateTextIndex());
  // A checkpoint is more than the product may ask for.
  await ownerPool().query('checkpoint');
  const { rows } = await pool.query<{ size: number; events: number }>(
    'select pg_database_size(current_database()) as size, (select coalesce(sum(count), 0)::bigint from event_count_day) as events',
  );
  return { events: rows[0]?.events ?? 0, foldingSeconds, textIndexSeconds, bytesOnDisk: rows[0]?.size ?? 0 };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function importInChild(log: string, databaseUrl: string): Promise<z.infer<typeof childReport>> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--max-semi-space-size=4', '--v8-pool-size=1', '.build/import-child.mjs', log],
      { env: { ...process.env, DATABASE_URL: databaseUrl }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(childReport.parse(JSON.parse(output)));
      else reject(new Error(`the importing process ended with exit code ${code}`));
    });
  });
}
