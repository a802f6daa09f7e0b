/**
 * What the database that is open takes for its reports and packs: every definition over the whole time, the slowest of them as
 * PDF, and a pack of a million events (all, where there are fewer). Prints seconds as they come.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatRfc3339, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { makePack } from '@/lib/packs/make-pack';
import { readDefinitions } from '@/lib/reports/read-definitions';
import type { ReportData } from '@/lib/reports/report-data';
import type { ReportDefinition } from '@/lib/reports/report-definition';
import { writeReport } from '@/lib/reports/report-file';
import { runReport } from '@/lib/reports/run-report';
import { countEvents } from '@/lib/search/count-events';
import { emptyFilter, withTime } from '@/lib/search/event-filter';

const PACK_EVENTS = 1_000_000;
const whole = new Intl.NumberFormat('en-US');
const signal = new AbortController().signal;

export async function measureReports(): Promise<void> {
  const { rows } = await getPool().query<{ first: number | null; last: number | null }>(
    'select (select min(at) from event) as first, (select max(at) from event) as last',
  );
  const { first, last } = rows[0] ?? { first: null, last: null };
  if (first === null || last === null) throw new Error('There are no events in this database.');
  const [from, to] = [first, last + 1];
  const slowest = await measureDefinitions(from, to);
  const pdf = await timed(() => writeReport(slowest, 'pdf'));
  console.log(`${seconds(pdf)}  PDF of ${slowest.definition.id}: ${whole.format(pdf.value.length)} bytes`);
  await measurePack(from, to);
}

/** Answers the report that took the longest. */
async function measureDefinitions(from: Microseconds, to: Microseconds): Promise<ReportData> {
  const { reports } = await readDefinitions();
  const taken: { wall: number; cpu: number; value: ReportData }[] = [];
  for (const definition of reports) taken.push(await timed(() => make(definition, from, to)));
  taken.sort((a, b) => b.wall - a.wall);
  console.log('    wall       CPU  report');
  for (const one of taken) {
    const { definition, population } = one.value;
    console.log(`${seconds(one)}  ${definition.id.padEnd(30)} ${whole.format(population.events).padStart(12)} events`);
  }
  const [slowest] = taken;
  if (!slowest) throw new Error('There are no definitions.');
  return slowest.value;
}

function make(definition: ReportDefinition, from: Microseconds, to: Microseconds): Promise<ReportData> {
  const period = { from: formatRfc3339(from), to: formatRfc3339(to) };
  const rest = { clusters: [], scope: null, query: '', pseudonyms: false, seed: null };
  const at = new Date(Math.ceil(to / 1000) + 1000);
  return runReport(definition, { control: definition.id, ...period, ...rest }, { at, signal });
}

async function measurePack(from: Microseconds, to: Microseconds): Promise<void> {
  const end = await endOfMillion(from, to);
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-pack-'));
  try {
    const pack = await timed(() =>
      makePack({
        subject: { query: `from=${formatRfc3339(from)}&to=${formatRfc3339(end)}` },
        person: { name: 'bench', how: 'unknown' },
        out: path.join(folder, 'pack.zip'),
        signal,
        onProgress: () => undefined,
      }),
    );
    const { events, bytes } = pack.value;
    const mebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(
      `${seconds(pack)}  pack of ${whole.format(events)} events: ${whole.format(bytes)} bytes; at most ${mebibytes} MiB in memory`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** By the hour: until when there are no more than a million. */
async function endOfMillion(from: Microseconds, to: Microseconds): Promise<Microseconds> {
  let [low, high] = [0, Math.ceil((to - from) / MICROSECONDS_PER_HOUR)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const until = Math.min(to, from + middle * MICROSECONDS_PER_HOUR);
    const events = await countEvents(withTime(emptyFilter, formatRfc3339(from), formatRfc3339(until)));
    if (events <= PACK_EVENTS) low = middle;
    else high = middle - 1;
  }
  return Math.min(to, from + Math.max(low, 1) * MICROSECONDS_PER_HOUR);
}

async function timed<T>(work: () => Promise<T>): Promise<{ wall: number; cpu: number; value: T }> {
  const begun = performance.now();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - begun) / 1000, cpu: (user + system) / 1e6, value };
}

function seconds({ wall, cpu }: { wall: number; cpu: number }): string {
  return `${wall.toFixed(2).padStart(8)}  ${cpu.toFixed(2).padStart(8)}`;
}
