/**
 * npm run verify -- [--json] [--cluster NAME] [--checkpoint FILE] [--key FILE] [--sample N]
 * Checks the evidence and everything derived from it. Exit code 0 when all is as it was written, 1 when something is not,
 * 2 when it could not be checked.
 */
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '@/lib/db/open-database';
import { verifyDatabase } from '@/lib/verify/verify-database';
import type { Finding, VerifyReport } from '@/lib/verify/verify-report';

const USAGE = `Usage: npm run verify -- [--json] [--cluster NAME] [--checkpoint FILE] [--key FILE] [--sample N]

Compares every block, event, index row and count with the evidence, and the evidence with the signed checkpoints.

  --cluster NAME     only this cluster
  --checkpoint FILE  checkpoints that were kept outside of this machine: only they show that a log was cut off or rewritten
  --key FILE         public keys to accept, base64, one a line (default: this installation's own)
  --sample N         look into N blocks only, chosen at random; the chain and the checkpoints are always checked
  --json             print the report as JSON on standard output`;

const whole = new Intl.NumberFormat('en-US');

async function main(): Promise<number> {
  const call = await parseCall();
  if (typeof call === 'string') {
    console.error(call);
    return 2;
  }
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => cancel.abort());
  const database = await openDatabase();
  try {
    const report = await verifyDatabase({
      ...call,
      url: database.url,
      threads: Math.max(1, Math.min(8, os.availableParallelism())),
      signal: cancel.signal,
      onProgress: ({ blocks, blocksTotal }) => {
        if (process.stderr.isTTY)
          process.stderr.write(`\r${whole.format(blocks)} of ${whole.format(blocksTotal)} blocks `);
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\r');
    if (call.json) console.log(JSON.stringify(report));
    else printReport(report);
    return report.ok ? 0 : 1;
  } finally {
    await database.close();
  }
}

type Call = {
  json: boolean;
  cluster?: string | undefined;
  checkpointFile?: string | undefined;
  keys?: Buffer[] | undefined;
  sample?: number | undefined;
};

async function parseCall(): Promise<Call | string> {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        cluster: { type: 'string' },
        checkpoint: { type: 'string' },
        key: { type: 'string' },
        sample: { type: 'string' },
      },
    });
    const sample = values.sample === undefined ? undefined : Number(values.sample);
    if (sample !== undefined && !(Number.isInteger(sample) && sample > 0))
      return `--sample: expected a number above 0.`;
    return {
      json: values.json,
      cluster: values.cluster,
      checkpointFile: values.checkpoint === undefined ? undefined : typedPath(values.checkpoint),
      keys: values.key === undefined ? undefined : await readKeys(typedPath(values.key)),
      sample,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

async function readKeys(file: string): Promise<Buffer[]> {
  const keys = (await readFile(file, 'utf8')).split('\n').map((line) => Buffer.from(line.trim(), 'base64'));
  const usable = keys.filter((key) => key.length === 32);
  if (usable.length === 0)
    throw new Error(`${file} holds no Ed25519 public key: expected 32 bytes in base64, one a line.`);
  return usable;
}

/** npm runs a script in the project's folder; the name was typed in another. */
function typedPath(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? '.', file);
}

function printReport(report: VerifyReport): void {
  for (const { cluster, blocks, events, prunedBlocks, checkpoints, outsideCheckpoints } of report.clusters) {
    console.log(
      `${cluster}: ${whole.format(blocks)} blocks, ${whole.format(events)} events, ` +
        `${whole.format(prunedBlocks)} blocks pruned, ${whole.format(checkpoints)} checkpoints, ` +
        `${whole.format(outsideCheckpoints)} of them or others outside`,
    );
  }
  for (const notice of report.notices) console.log(`Note: ${notice}`);
  const rate = report.seconds > 0 ? ` (${whole.format(Math.round(report.events / report.seconds))} events/s)` : '';
  console.log(`${whole.format(report.events)} events compared in ${report.seconds.toFixed(1)} s${rate}`);
  if (report.ok) {
    console.log('Everything is as it was written.');
    return;
  }
  console.log(`\n${whole.format(report.findingCount)} findings. The first bad place:`);
  for (const finding of report.findings.slice(0, 20)) console.log(`  ${inWords(finding)}`);
  if (report.findingCount > 20)
    console.log(`  … ${whole.format(report.findingCount - 20)} more; --json lists the first 100`);
}

function inWords({ kind, cluster, block, event, message }: Finding): string {
  const place = [
    cluster && `cluster ${cluster}`,
    block !== null && `block ${block}`,
    event !== null && `event ${event}`,
  ].filter(Boolean);
  return `${kind}: ${place.length > 0 ? `${place.join(', ')}: ` : ''}${message}`;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
