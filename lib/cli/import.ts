/**
 * npm run import -- [--cluster NAME] [--format NAME] [--json] FILE… | -
 * Imports audit logs, one after another; `-` is standard input. Exit code 0 when every file was read to its end
 * (quarantined lines included: they are kept and listed), 1 when one could not be, 2 for a wrong call.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { importProgressBar } from '@/lib/cli/import-progress-bar';
import { type FileReport, reportOf, unreadable } from '@/lib/cli/import-report';
import { printImportTable } from '@/lib/cli/import-table';
import { updateCoverage } from '@/lib/coverage/update-coverage';
import { openDatabase } from '@/lib/db/open-database';
import { getPool } from '@/lib/db/pool';
import { Checkpointer } from '@/lib/evidence/checkpointer';
import { clusterNameSchema, DEFAULT_CLUSTER } from '@/lib/ingest/cluster-name';
import { refuseWithoutRoom } from '@/lib/ingest/disk-room';
import {
  type FormatName,
  formatDescriptions,
  formatNames,
  isFormatName,
  unknownFormat,
} from '@/lib/ingest/formats/format-names';
import { importStream } from '@/lib/ingest/import-stream';

const USAGE = `Usage: npm run import -- [--cluster NAME] [--format NAME] [--json] FILE… | -

Imports Kubernetes audit logs: plain or gzip; of kube-apiserver itself, or as a cloud or a log collector exports them.
\`-\` reads standard input. Importing a file again adds nothing that is there already.

  --cluster NAME   the cluster that the events come from (default: ${DEFAULT_CLUSTER})
  --format NAME    take this format only, instead of recognising it by content; one of
${formatNames.map((name) => `                     ${name.padEnd(14)} ${formatDescriptions[name]}`).join('\n')}
  --json           print the result as JSON on standard output`;

async function main(): Promise<number> {
  const call = parseCall();
  if (typeof call === 'string') {
    console.error(call);
    return 2;
  }
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => cancel.abort());

  const database = await openDatabase();
  const reports: FileReport[] = [];
  try {
    await refuseWithoutRoom();
    for (const file of call.files) {
      if (cancel.signal.aborted) break;
      reports.push(await importFile(file, call, cancel.signal));
    }
    // What goes wrong here is said on standard error: the events are in.
    await new Checkpointer(getPool(), console.error).checkpointCluster(call.cluster);
    // Whether something is missing between these files is a question to the whole: it is asked once, at the end.
    await updateCoverage({ signal: cancel.signal }).catch((error: unknown) =>
      console.error(`Coverage was not measured: ${error instanceof Error ? error.message : error}`),
    );
  } finally {
    await database.close();
  }
  if (call.json) console.log(JSON.stringify({ files: reports.map((report) => report.result) }));
  else printImportTable(reports);
  return reports.length === call.files.length && reports.every((report) => report.state === 'done') ? 0 : 1;
}

type Call = { files: string[]; cluster: string; format: FormatName | null; json: boolean };

function parseCall(): Call | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        cluster: { type: 'string', default: DEFAULT_CLUSTER },
        format: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (positionals.length === 0) return `No file was named.\n\n${USAGE}`;
    const cluster = clusterNameSchema.safeParse(values.cluster);
    if (!cluster.success) return `--cluster ${values.cluster}: ${cluster.error.issues[0]?.message}.`;
    const { format = null } = values;
    if (format !== null && !isFormatName(format)) return `--format ${format}: ${unknownFormat(format)}.`;
    return { files: positionals, cluster: values.cluster, format, json: values.json };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

async function importFile(file: string, { cluster, format }: Call, signal: AbortSignal): Promise<FileReport> {
  let input: Readable = process.stdin;
  let bytesTotal: number | null = null;
  if (file !== '-') {
    // npm runs a script in the project's folder; the name was typed in another.
    const place = path.resolve(process.env.INIT_CWD ?? '.', file);
    try {
      const info = await stat(place);
      if (info.isDirectory())
        return unreadable(file, `${file} is a folder; name the files in it, such as ${file}/*.log`);
      bytesTotal = info.isFile() ? info.size : null;
    } catch {
      return unreadable(file, `${file} cannot be read: no such file, or no permission`);
    }
    input = createReadStream(place, { highWaterMark: 1024 * 1024 });
  }
  const bar = importProgressBar(file === '-' ? 'standard input' : file, bytesTotal);
  try {
    const answer = await importStream({
      clusterName: cluster,
      format,
      name: file === '-' ? 'standard input' : file,
      source: 'cli',
      input,
      bytesTotal,
      onProgress: bar.update,
      signal,
    });
    return reportOf(file, answer);
  } catch (error) {
    return unreadable(file, error instanceof Error ? error.message : String(error));
  } finally {
    bar.stop();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
