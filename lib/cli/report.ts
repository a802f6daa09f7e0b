/**
 * npm run report -- --control PCI-10.2.1.4 --from 2026-11-01 --to 2026-12-01 --out FILE
 * Makes a report and writes it. Exit code 0 when it is written, 1 when it could not be made, 2 for a wrong call, 130 when
 * it was interrupted.
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { makeFile } from '@/lib/cli/make-file';
import { recordExport } from '@/lib/export/record-export';
import { isException } from '@/lib/reports/check-result';
import { addressPseudonym, pseudonymKey, userPseudonym } from '@/lib/reports/pseudonyms';
import { describeProblems, findDefinition, readDefinitions } from '@/lib/reports/read-definitions';
import { reportFileFacts, writeReport } from '@/lib/reports/report-file';
import { type ReportFormat, reportFormats } from '@/lib/reports/report-formats';
import type { ReportRequest } from '@/lib/reports/report-request';
import { runReport } from '@/lib/reports/run-report';
import { resolveTime } from '@/lib/search/time-range';

const USAGE = `Usage: npm run report -- --control ID --from TIME --to TIME --out FILE [--format ${reportFormats.join('|')}]
       npm run report -- --list
       npm run report -- --pseudonym-of alice@example.com

Makes a report about a control: its question, the population with its size, how complete it is, exceptions, a sample, and
what proves it. docs/reports.md says more.

  --control ID       such as PCI-10.2.1.4; --list prints all of them
  --from, --to       the period: a date (UTC), RFC 3339, now, now-30d. The end is not part of it (default: now)
  --out FILE         - for standard output
  --format FORMAT    default: by the ending of FILE, else html
  --cluster NAME     this cluster only; may be repeated
  --namespaces LIST  only these namespaces, by commas; * is any run of characters
  --query TEXT       what must hold besides, in the query language
  --pseudonyms       usernames and addresses are replaced, each always by the same name; the key stays here
  --seed TEXT        of the sample (default: made from the question and the evidence)`;

type Call = { request: Omit<ReportRequest, 'scope'> & { namespaces: string[] }; out: string; format: ReportFormat };

async function main(): Promise<number> {
  const call = parseCall(Date.now() * 1000);
  if (call === 'list') return list();
  if (typeof call === 'object' && 'name' in call) {
    const key = await pseudonymKey();
    console.log(net.isIP(call.name) ? addressPseudonym(key, call.name) : userPseudonym(key, call.name));
    return 0;
  }
  if (typeof call === 'string') return makeFile<Call>(call, make);
  // Before the database: what is not there needs none to be told.
  await findDefinition(call.request.control);
  return makeFile(call, make);
}

async function make({ request, out, format }: Call, signal: AbortSignal): Promise<void> {
  const definition = await findDefinition(request.control);
  const { namespaces, ...asked } = request;
  const scope = namespaces.length === 0 ? null : { name: 'chosen namespaces', namespaces };
  const report = await runReport(
    definition,
    { ...asked, scope },
    { at: new Date(), signal, onProgress: (done, parts) => showProgress(`${done} of ${parts} parts`) },
  );
  showProgress('');
  const bytes = await writeReport(report, format);
  const actor = `command line: ${os.userInfo().username}`;
  await recordExport(actor, 'reports.file', reportFileFacts(report, format, bytes));
  if (out === '-') process.stdout.write(bytes);
  else await writeWhole(out, bytes);
  const exceptions = report.checks.filter(isException).length;
  const figures = `${report.population.events.toLocaleString('en-US')} events, ${exceptions} of ${report.checks.length} checks with exceptions`;
  console.error(`${definition.id}: ${figures}${out === '-' ? '' : `. Written to ${out}`}`);
  if (report.coverage.state !== 'covered') console.error(report.coverage.sentence);
}

function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** Under another name until it is whole: a file of that name is never half a report. */
async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  const draft = `${file}.${process.pid}.part`;
  try {
    await writeFile(draft, bytes);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function list(): Promise<number> {
  const { reports, problems } = await readDefinitions();
  for (const { id, framework, version, control, title } of reports) {
    console.log(`${id.padEnd(28)} ${framework} ${version}${control === null ? '' : ` ${control}`}: ${title}`);
  }
  if (problems.length > 0) console.error(describeProblems(problems));
  return problems.length > 0 ? 1 : 0;
}

function parseCall(now: number): Call | { name: string } | 'list' | string {
  try {
    const { values } = parseArgs({
      options: {
        list: { type: 'boolean', default: false },
        control: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string', default: 'now' },
        out: { type: 'string' },
        format: { type: 'string' },
        cluster: { type: 'string', multiple: true, default: [] },
        namespaces: { type: 'string', default: '' },
        query: { type: 'string', default: '' },
        pseudonyms: { type: 'boolean', default: false },
        'pseudonym-of': { type: 'string' },
        seed: { type: 'string' },
      },
    });
    if (values.list) return 'list';
    const name = values['pseudonym-of'];
    if (name !== undefined) return { name };
    const { control, from: start, to: end, out } = values;
    if (!control || !start || !out) return `${missingOf({ control, from: start, out })}\n\n${USAGE}`;
    const [from, to] = [resolveTime(start, now), resolveTime(end, now)];
    if (from === null || to === null) {
      return `--${from === null ? `from ${start}` : `to ${end}`}: expected a date, RFC 3339, now, or now-30d.\n\n${USAGE}`;
    }
    const wanted = values.format ?? (path.extname(out).slice(1) || 'html');
    const format = reportFormats.find((one) => one === wanted.toLowerCase());
    if (!format) return `--format ${wanted}: expected ${reportFormats.join(', ')}.\n\n${USAGE}`;
    return {
      request: {
        control,
        clusters: values.cluster,
        from: formatRfc3339(from),
        to: formatRfc3339(to),
        namespaces: values.namespaces
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
        query: values.query,
        pseudonyms: values.pseudonyms,
        seed: values.seed ?? null,
      },
      // npm runs a script in the project's folder; the name was typed in another.
      out: out === '-' ? out : path.resolve(process.env.INIT_CWD ?? '.', out),
      format,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

function missingOf(given: Record<string, string | undefined>): string {
  const missing = Object.entries(given).filter(([, value]) => !value);
  return `Missing: ${missing.map(([name]) => `--${name}`).join(', ')}.`;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
