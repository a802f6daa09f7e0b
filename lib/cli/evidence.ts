/**
 * npm run evidence -- export --cluster NAME [--from TIME] [--to TIME] --out FILE
 * Writes events with everything that proves them, for lib/verify/offline/verify-evidence.mjs.
 */
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { openDatabase } from '@/lib/db/open-database';
import { getPool } from '@/lib/db/pool';
import { exportEvidence } from '@/lib/evidence/export-evidence';

const USAGE = `Usage: npm run evidence -- export --cluster NAME [--from TIME] [--to TIME] --out FILE

Writes the original bytes of events with block headers, inclusion paths and the last signed checkpoint, as lines of JSON.
Whoever gets the file checks it with  node lib/verify/offline/verify-evidence.mjs FILE --key PUBLIC-KEY  and nothing else.

  --from, --to  RFC 3339, such as 2026-01-31T12:00:00Z; the end is exclusive (default: everything)`;

type Call = { clusterName: string; from: number; to: number; out: string };

function parseCall(): Call | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        cluster: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        out: { type: 'string' },
      },
    });
    if (positionals.join() !== 'export' || !values.cluster || !values.out) return USAGE;
    const from = values.from === undefined ? 0 : parseRfc3339(values.from);
    const to = values.to === undefined ? Number.MAX_SAFE_INTEGER : parseRfc3339(values.to);
    if (from === null || to === null) return `--from and --to: expected RFC 3339, such as 2026-01-31T12:00:00Z.`;
    // npm runs a script in the project's folder; the name was typed in another.
    const out = path.resolve(process.env.INIT_CWD ?? '.', values.out);
    return { clusterName: values.cluster, from, to, out };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

async function main(): Promise<number> {
  const call = parseCall();
  if (typeof call === 'string') {
    console.error(call);
    return 2;
  }
  const database = await openDatabase();
  try {
    await pipeline(Readable.from(exportEvidence(getPool(), call)), createWriteStream(call.out));
    console.log(`Written to ${call.out}`);
    return 0;
  } finally {
    await database.close();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
