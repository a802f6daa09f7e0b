/** Imports the log in a process of its own, as `npm run import` does, and measures that process from inside. */
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { ownerPool } from '@/lib/db/pool';
import { importFileSchema } from '@/lib/ingest/import-answers';
import { updateTextIndex } from '@/lib/text-index/update-text-index';

const childReport = z.object({ answer: importFileSchema, seconds: z.number(), peakMemoryBytes: z.number() });

export type ImportFigures = {
  inputBytes: number;
  events: number;
  ingestSeconds: number;
  /** What the worker does afterwards, beside other work. */
  textIndexSeconds: number;
  eventsPerSecond: number;
  peakMemoryBytes: number;
  bytesOnDisk: number;
  bytesRatio: number;
};

export async function measureImport(log: string, databaseUrl: string): Promise<ImportFigures> {
  const { answer, seconds, peakMemoryBytes } = await importInChild(log, databaseUrl);
  if (answer.state !== 'done') throw new Error(`the import of ${log} ended ${answer.state}: ${answer.error}`);
  const started = performance.now();
  await updateTextIndex();
  const textIndexSeconds = (performance.now() - started) / 1000;
  // A checkpoint is more than the product may ask for.
  const pool = ownerPool();
  await pool.query('checkpoint');
  const { rows } = await pool.query<{ size: number }>('select pg_database_size(current_database()) as size');
  const bytesOnDisk = rows[0]?.size ?? 0;
  const inputBytes = (await stat(log)).size;
  return {
    inputBytes,
    events: answer.inserted,
    ingestSeconds: seconds,
    textIndexSeconds,
    eventsPerSecond: Math.round(answer.events / seconds),
    peakMemoryBytes,
    bytesOnDisk,
    bytesRatio: bytesOnDisk / inputBytes,
  };
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
