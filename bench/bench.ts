/**
 * npm run bench -- --log FILE [--params FILE] [--runs N] [--peers FILE,FILE] [--json OUT]
 * npm run bench -- --data DIR [--params FILE] [--runs N] [--peers FILE,FILE] [--json OUT]
 * npm run bench -- --log FILE --reports
 * npm run bench -- --log FILE --receiver [--connections N] [--json OUT]
 * npm run bench -- --deviations --log FILE --labels FILE [--findings OUT] [--json OUT]
 * npm run bench -- --rebuild DAYSxWORKLOADS [--json OUT]
 *
 * Imports a log into an empty database of its own and asks the questions of a page of the events screen through the very
 * functions that the screen calls; with --data it asks a database that is there already and that nobody else is using. Prints a
 * table, with --peers beside what other engines took; --json writes the same in the form that bench peers write theirs.
 * Figures are of this machine at this moment: compare ratios of runs made one after another on an idle machine.
 */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { askQuestions } from '@/bench/ask-questions';
import { benchDeviations } from '@/bench/bench-deviations';
import { benchRebuild } from '@/bench/bench-rebuild';
import { measureCold } from '@/bench/measure-cold';
import { measureImport, measureStored, type StoredFigures } from '@/bench/measure-import';
import { measureReceiver } from '@/bench/measure-receiver';
import { measureReports } from '@/bench/measure-reports';
import { readParams } from '@/bench/params';
import { readPeers } from '@/bench/peer-results';
import { printReport } from '@/bench/print-report';
import { removeDataDirectory } from '@/lib/db/embedded-server';
import { openDatabase } from '@/lib/db/open-database';

const { values } = parseArgs({
  options: {
    log: { type: 'string' },
    data: { type: 'string' },
    peers: { type: 'string' },
    params: { type: 'string' },
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
    reports: { type: 'boolean', default: false },
    receiver: { type: 'boolean', default: false },
    connections: { type: 'string', default: '4' },
    deviations: { type: 'boolean', default: false },
    labels: { type: 'string' },
    findings: { type: 'string' },
    rebuild: { type: 'string' },
  },
});
/** npm runs a script in the project's folder; the names were typed in another. */
const typed = (file: string) => path.resolve(process.env.INIT_CWD ?? '.', file);

const ready =
  values.rebuild === undefined
    ? (values.log || values.data) && (!values.deviations || (values.labels && values.log))
    : /^\d+x\d+$/.test(values.rebuild);
if (!ready) {
  console.error(
    'Usage: npm run bench -- --log FILE [--params FILE] [--runs N] [--peers FILE,FILE] [--json OUT]\n' +
      '       npm run bench -- --data DIR [--params FILE] [--runs N] [--peers FILE,FILE] [--json OUT]\n' +
      '       npm run bench -- --log FILE --reports\n' +
      '       npm run bench -- --log FILE --receiver [--connections N] [--json OUT]\n' +
      '       npm run bench -- --deviations --log FILE --labels FILE [--findings OUT] [--json OUT]\n' +
      '       npm run bench -- --rebuild DAYSxWORKLOADS [--json OUT]',
  );
  process.exit(2);
}

const data = values.data ? typed(values.data) : await mkdtemp(path.join(tmpdir(), 'plumbline-bench-'));
// That database, whatever this shell is set to.
process.env.PLUMBLINE_DATA = data;
delete process.env.DATABASE_URL;

const database = await openDatabase();
let isOpen = true;
try {
  if (values.rebuild) await benchRebuild(values.rebuild, values.json ? typed(values.json) : null);
  else if (values.data) await benchQuestions(values.data, await measureStored());
  else await benchLog(values.log as string);
} finally {
  await close();
  if (!values.data) await removeDataDirectory(data);
}

async function close(): Promise<void> {
  if (isOpen) await database.close();
  isOpen = false;
}

async function benchLog(log: string): Promise<void> {
  if (values.receiver) {
    await measureReceiver(typed(log), data, Number(values.connections), values.json ? typed(values.json) : null);
    return;
  }
  const imported = await measureImport(typed(log), database.url);
  if (values.deviations && values.labels) {
    await benchDeviations({
      log: typed(log),
      labels: typed(values.labels),
      findings: values.findings ? typed(values.findings) : null,
      json: values.json ? typed(values.json) : null,
    });
  } else if (values.reports) await measureReports();
  else await benchQuestions(log, imported);
}

async function benchQuestions(log: string, figures: StoredFigures): Promise<void> {
  const peers = values.peers ? await readPeers(values.peers, typed) : [];
  const params = await readParams(values.params ? typed(values.params) : null);
  const queries = await askQuestions(params, Number(values.runs));
  await close();
  queries.push(await measureCold(params));
  const report = { engine: 'plumbline', log, ...figures, queries };
  printReport(report, peers);
  if (values.json) await writeFile(typed(values.json), `${JSON.stringify(report, null, 1)}\n`);
}
