/**
 * npm run cluster -- [set NAME --redact on|off]
 * Lists the clusters, or changes one. Exit code 0 when done, 1 when it could not be, 2 for a wrong call.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { openDatabase } from '@/lib/db/open-database';
import type { ClusterChange } from '@/lib/ingest/cluster-answers';
import { clusterNameSchema } from '@/lib/ingest/cluster-name';
import { ensureCluster } from '@/lib/ingest/cluster-row';
import { changeCluster, listClusters } from '@/lib/ingest/clusters';

const USAGE = `Usage: npm run cluster -- [set NAME --redact on|off]

Without arguments lists the clusters.

  set NAME --redact off   stores secrets of later imports as they are: everybody who can read events can read them, and they
                          cannot be removed again
  set NAME --redact on    replaces secrets before they are stored (the default)

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
    for (const { name, redact } of await listClusters()) {
      if (typeof call === 'string' || name === call.name)
        console.log(`${name}: secrets are ${redact ? 'redacted' : 'STORED AS THEY ARE'}`);
    }
    return 0;
  } finally {
    await database.close();
  }
}

function parseCall(): Call | string {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { redact: { type: 'string' } } });
    if (positionals.length === 0 && values.redact === undefined) return 'list';
    const [command, name, ...rest] = positionals;
    if (command !== 'set' || name === undefined || rest.length > 0) return USAGE;
    const cluster = clusterNameSchema.safeParse(name);
    if (!cluster.success) return `${name} is no name of a cluster: ${cluster.error.issues[0]?.message}.`;
    if (values.redact === 'on') return { name, change: { redact: true } };
    // Whoever writes this command has read what it means: the answer repeats it.
    if (values.redact === 'off') return { name, change: { redact: false, confirm: 'store secrets' } };
    return `--redact ${values.redact ?? '(missing)'}: expected on or off.\n\n${USAGE}`;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
