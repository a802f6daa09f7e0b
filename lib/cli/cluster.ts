/**
 * npm run cluster -- [set NAME [--redact on|off] [--retain-days N | --retain-bytes N | --no-retention] [--drop-when-full on|off]]
 * Lists the clusters, or changes one. Exit code 0 when done, 1 when it could not be, 2 for a wrong call.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { openDatabase } from '@/lib/db/open-database';
import {
  type ClusterAnswer,
  type ClusterChange,
  clusterChangeSchema,
  describeRetention,
  STORE_SECRETS,
} from '@/lib/ingest/cluster-answers';
import { clusterNameSchema } from '@/lib/ingest/cluster-name';
import { ensureCluster } from '@/lib/ingest/cluster-row';
import { changeCluster, listClusters } from '@/lib/ingest/clusters';

const USAGE = `Usage: npm run cluster -- [set NAME SETTING…]

Without arguments lists the clusters.

  set NAME --redact off   stores secrets of later imports as they are: everybody who can read events can read them, and they
                          cannot be removed again
  set NAME --redact on    replaces secrets before they are stored (the default)
  set NAME --retain-days N   keeps the last N days (UTC) and today; what is older is removed for good
  set NAME --retain-bytes N  keeps about N bytes of evidence and index; the oldest days beyond are removed for good
  set NAME --no-retention    keeps everything (the default)
  set NAME --drop-when-full on|off  whether the oldest days go when the disk is nearly full (default off)

Days are removed by the running product, whole, within minutes, and never the newest one. What went is recorded and signed.

A cluster that is not there yet is made, so that its first import already follows the setting.`;

type Call = { name: string; change: ClusterChange } | 'list';

async function main(): Promise<number> {
  const call = parseCall();
  if (typeof call === 'string' && call !== 'list') {
    console.error(call);
    return 2;
  }
  const database = await openDatabase();
  try {
    if (typeof call !== 'string') {
      await ensureCluster(call.name);
      await changeCluster(call.name, call.change, `command line: ${os.userInfo().username}`);
    }
    for (const cluster of await listClusters()) {
      if (typeof call === 'string' || cluster.name === call.name) console.log(describeCluster(cluster));
    }
    return 0;
  } finally {
    await database.close();
  }
}

function describeCluster({ name, redact, retention, dropWhenFull }: ClusterAnswer): string {
  const secrets = `secrets are ${redact ? 'redacted' : 'STORED AS THEY ARE'}`;
  const full = dropWhenFull ? ', and the oldest days go when the disk is nearly full' : '';
  return `${name}: ${secrets}; ${describeRetention(retention)} ${retention === null ? 'is' : 'are'} kept${full}`;
}

function parseCall(): Call | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        redact: { type: 'string' },
        'retain-days': { type: 'string' },
        'retain-bytes': { type: 'string' },
        'no-retention': { type: 'boolean' },
        'drop-when-full': { type: 'string' },
      },
    });
    if (positionals.length === 0 && Object.keys(values).length === 0) return 'list';
    const [command, name, ...rest] = positionals;
    if (command !== 'set' || name === undefined || rest.length > 0) return USAGE;
    const cluster = clusterNameSchema.safeParse(name);
    if (!cluster.success) return `${name} is no name of a cluster: ${cluster.error.issues[0]?.message}.`;
    const redact = readSwitch('--redact', values.redact);
    const dropWhenFull = readSwitch('--drop-when-full', values['drop-when-full']);
    const retentions = [
      ...(values['retain-days'] === undefined ? [] : [{ days: Number(values['retain-days']) }]),
      ...(values['retain-bytes'] === undefined ? [] : [{ bytes: Number(values['retain-bytes']) }]),
      ...(values['no-retention'] ? [null] : []),
    ];
    if (retentions.length > 1) return 'Only one of --retain-days, --retain-bytes and --no-retention is possible.';
    const change = clusterChangeSchema.safeParse({
      redact,
      // Whoever writes this command has read what it means: the answer repeats it.
      confirm: redact === false ? STORE_SECRETS : undefined,
      retention: retentions[0],
      dropWhenFull,
    });
    if (!change.success) return `Not possible: ${explain(change.error.issues[0])}.\n\n${USAGE}`;
    if (redact === undefined && dropWhenFull === undefined && retentions.length === 0) return USAGE;
    return { name, change: change.data };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

function readSwitch(option: string, given: string | undefined): boolean | undefined {
  if (given === undefined) return undefined;
  if (given === 'on' || given === 'off') return given === 'on';
  throw new Error(`${option} ${given}: expected on or off.`);
}

/** Of a union (days or bytes) the message is in the branch that was meant. */
function explain(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code !== 'invalid_union') return issue?.message ?? '';
  const meant = issue.errors.find((branch) => branch.every(({ code }) => code !== 'unrecognized_keys'));
  return meant?.[0]?.message ?? issue.message;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
