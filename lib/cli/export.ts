/**
 * npm run export -- --format csv --out FILE 'verb=delete&from=now-24h'
 * Writes all events that a filter finds to a file, and beside it FILE.manifest.json. Exit code 0 when the file is whole,
 * 1 when it could not be written, 2 for a wrong call, 130 when it was interrupted.
 */
import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { ApiError } from '@/lib/api/api-error';
import { toExportRequest } from '@/lib/api/export-answer';
import { exportEventsOperation } from '@/lib/api/operations/export';
import { parseRequest } from '@/lib/api/parse-request';
import { exportProgressBar } from '@/lib/cli/export-progress-bar';
import { makeFile } from '@/lib/cli/make-file';
import type { ExportRequest } from '@/lib/export/export-request';
import { type OpenExport, openExport } from '@/lib/export/open-export';

const USAGE = `Usage: npm run export -- --format ndjson|csv|parquet --out FILE [FILTER]

Writes all events that a filter finds, none left out, and beside the file FILE.manifest.json: query, time, count, SHA-256, and
which part of the evidence it was read from.

  FILTER             as in the address of the Events page, such as 'verb=delete&-user=system:*&from=now-24h'; all events without
  --out FILE         - for standard output (without a manifest, unless it is in a zip)
  --columns LIST     for csv and parquet, by commas: at,user,verb,… (default: all that need no look into the originals)
  --order ORDER      newest (the default) or oldest first
  --compress gzip    compresses the data
  --bundle zip       one zip with the data and manifest.json
  --bom              begins a CSV with a byte order mark, for Excel`;

const whole = new Intl.NumberFormat('en-US');

type Call = { request: ExportRequest; out: string };

async function write({ request, out }: Call, signal: AbortSignal): Promise<void> {
  const begun = performance.now();
  const opened = await openExport(request, { actor: `command line: ${os.userInfo().username}`, signal });
  const bar = exportProgressBar(opened.total);
  const timer = setInterval(() => bar.update(opened.rows()), 200);
  try {
    if (out === '-') await pipeline(Readable.from(opened.data), process.stdout, { end: false });
    else await writeFiles(opened, request, out);
  } finally {
    clearInterval(timer);
    bar.stop();
    await opened.close();
  }
  const seconds = (performance.now() - begun) / 1000;
  const rate = whole.format(Math.round(opened.total / Math.max(seconds, 0.001)));
  console.error(`${whole.format(opened.total)} events in ${seconds.toFixed(1)} s (${rate} events/s)`);
}

/** Under another name until it is whole: a file of that name is never half an export. */
async function writeFiles(opened: OpenExport, { packing }: ExportRequest, out: string): Promise<void> {
  const draft = `${out}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(opened.data), createWriteStream(draft, { flags: 'wx' }));
    if (packing !== 'zip') await writeFile(`${out}.manifest.json`, opened.manifest());
    await rename(draft, out);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  console.error(`Written to ${out}${packing === 'zip' ? '' : ` and ${out}.manifest.json`}`);
}

function parseCall(): Call | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        out: { type: 'string' },
        columns: { type: 'string' },
        order: { type: 'string' },
        compress: { type: 'string' },
        bundle: { type: 'string' },
        bom: { type: 'boolean', default: false },
      },
    });
    const { out, bom, ...choices } = values;
    if (!out || !choices.format || positionals.length > 1) return USAGE;
    const params = new URLSearchParams(positionals[0]?.replace(/^\?/, ''));
    for (const [name, value] of Object.entries(choices)) if (value !== undefined) params.set(name, value);
    if (bom) params.set('bom', '1');
    const { query, filter } = parseRequest(exportEventsOperation, params, {});
    // npm runs a script in the project's folder; the name was typed in another.
    const file = out === '-' ? out : path.resolve(process.env.INIT_CWD ?? '.', out);
    return { request: toExportRequest(query, filter), out: file };
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

process.exitCode = await makeFile(parseCall(), write);
