// Reports on a small part of the demo cluster: each of their numbers is asked again by its printed query.

import { Readable } from 'node:stream';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { rebuildCoverage } from '@/lib/coverage/update-coverage';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { generateDemoEvents } from '@/lib/ingest/demo/demo-events';
import { importStream } from '@/lib/ingest/import-stream';
import { countEvents } from '@/lib/search/count-events';
import { parseFilterText } from '@/lib/search/filter-text';
import { onlyWith, skipWithReason } from '@/lib/skip-with-reason';
import { narrowing } from './finding-blocks';
import { readDefinitions } from './read-definitions';
import type { ReportData } from './report-data';
import type { ReportDefinition } from './report-definition';
import { writeReport } from './report-file';
import { type ReportFormat, reportFormats } from './report-formats';
import type { ReportRequest } from './report-request';
import { runReport } from './run-report';
import { drawOf } from './sample-population';

const END = parseRfc3339('2026-03-18T00:00:00Z') as number;
/** More of them on request: every definition that there is, over more events. */
const THOROUGH = process.env.REPORTS_ALL === '1';

let database: TestDatabase;
let definitions: ReportDefinition[];
let lines: string[];

const request: ReportRequest = {
  control: '',
  clusters: ['demo'],
  from: '2026-03-04T06:30:00Z',
  to: '2026-03-17T18:00:00.000001Z',
  scope: null,
  query: '',
  pseudonyms: false,
  seed: null,
};
const options = { at: new Date('2026-04-01T00:00:00Z'), signal: new AbortController().signal };

beforeAll(
  async () => {
    database = await createTestDatabase();
    setDatabaseUrl(database.url);
    lines = [...generateDemoEvents({ seed: 1, end: END, days: 14, events: THOROUGH ? 40_000 : 3000 })];
    await load('demo', lines);
    const { rows } = await database.pool.query<{ id: number }>('select id from cluster');
    await rebuildCoverage(rows[0]?.id as number);
    definitions = (await readDefinitions()).reports;
  },
  THOROUGH ? 1_200_000 : 120_000,
);

afterAll(async () => {
  await closePool();
  await database.drop();
});

async function load(clusterName: string, text: string[]): Promise<void> {
  const input = Readable.from([text.join('\n')]);
  await importStream({ clusterName, name: 'demo', source: 'cli', input, bytesTotal: null });
}

function definition(id: string): ReportDefinition {
  const found = definitions.find((one) => one.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

/** Every number of events in a report with what it says finds them: whole queries, and rows as they are printed in tables. */
function* numbersOf(report: ReportData): Generator<[number, string]> {
  const { query } = report.population;
  yield [report.population.events, query];
  for (const { field, missing } of report.fields) {
    yield [missing.events, missing.query];
    yield [missing.events, `${query} ${field}:missing`];
  }
  for (const check of report.checks) yield [check.events, check.query];
  for (const table of report.tables) {
    for (const row of table.rows) {
      yield [row.events, row.query];
      yield [row.events, `${query} ${narrowing(table.fields, row.values)}`];
    }
  }
  for (const bucket of report.overTime.buckets) {
    yield [bucket.events, bucket.query];
    yield [bucket.events, `${query} ${bucket.narrowing}`];
  }
}

async function returned(query: string): Promise<number> {
  const { filter, problem } = parseFilterText(query);
  if (!filter) throw new Error(`${query}: ${problem.message}`);
  return countEvents(filter);
}

const asked = [
  {
    id: 'SECRET-ACCESS',
    more: { scope: { name: 'shops', namespaces: ['shop*', 'payments'] }, query: 'is:read OR user:*@example.com' },
  },
  { id: 'CIS-3.2.2', more: { from: '2026-03-11T00:00:00Z', to: '2026-03-11T02:30:00Z' } },
];

describe('a report', () => {
  it.each(asked)(
    '$id: its numbers are what their printed queries return',
    { timeout: 120_000 },
    async ({ id, more }) => {
      const report = await runReport(definition(id), { ...request, ...more }, options);
      expect(report.population.events).toBeGreaterThan(0);
      const numbers = [...numbersOf(report)];
      expect(numbers.length).toBeGreaterThan(15);
      // Every third: the machine of a test has other things to do. REPORTS_ALL=1 asks for all of every definition.
      for (const [events, query] of numbers.filter((_, n) => THOROUGH || n % 3 === 0)) {
        expect([query, await returned(query)]).toEqual([query, events]);
      }
      for (const table of report.tables) {
        const sum = table.rows.reduce((total, row) => total + row.events, table.unlisted);
        expect(sum).toBe(report.population.events);
      }
      const charted = report.overTime.buckets.reduce((total, bucket) => total + bucket.events, 0);
      expect(charted).toBe(report.population.events);
    },
  );

  it.skipIf(skipWithReason(THOROUGH, 'every number of every report', onlyWith('REPORTS_ALL=1')))(
    'of every definition: every number is what its printed query returns',
    async () => {
      let numbers = 0;
      for (const one of definitions) {
        const report = await runReport(one, request, options);
        for (const [events, query] of numbersOf(report)) {
          expect([one.id, query, await returned(query)]).toEqual([one.id, query, events]);
          numbers++;
        }
      }
      console.log(`${definitions.length} reports, ${numbers} numbers recomputed`);
    },
    7_200_000,
  );

  it('is the same twice, but for its date', async () => {
    const one = await runReport(definition('PCI-10.2.1.4'), request, options);
    const other = await runReport(definition('PCI-10.2.1.4'), request, {
      ...options,
      at: new Date('2026-05-02T00:00:00Z'),
    });
    // PDF: write-pdf.test.ts.
    for (const format of reportFormats.filter((one) => one !== 'pdf')) {
      expect(await bytesOf({ ...other, madeAt: one.madeAt }, format)).toBe(await bytesOf(one, format));
      expect(await bytesOf(other, format)).not.toBe(await bytesOf(one, format));
    }
  });

  it('draws the sample that anybody draws with the seed, in whatever order the events came', async () => {
    const told = { ...definition('RECORD-CONTENT'), sample: 40 };
    const report = await runReport(told, { ...request, seed: 'a seed' }, options);
    const { rows } = await database.pool.query<{ hash: string }>(
      `select hash::text from event where at >= $1 and at < $2 and combination_id in (
         select c.id from combination c join term t on t.id = c.stage where t.value in ('ResponseComplete', 'Panic'))`,
      [parseRfc3339(request.from), parseRfc3339(request.to)],
    );
    expect(rows.length).toBe(report.population.events);
    const drawn = rows.map(({ hash }) => drawOf('a seed', hash)).sort();
    expect(report.sample.events.map(({ draw }) => draw)).toEqual(drawn.slice(0, 40));

    const some = lines.slice(0, 600);
    await load('forwards', some);
    await load('backwards', some.toReversed());
    const draws: string[][] = [];
    for (const cluster of ['forwards', 'backwards']) {
      const more = { clusters: [cluster], seed: 'a seed', from: '2026-03-01T00:00:00Z' };
      draws.push((await runReport(told, { ...request, ...more }, options)).sample.events.map(({ draw }) => draw));
    }
    expect(draws[0]).toHaveLength(40);
    expect(draws[1]).toEqual(draws[0]);
  });

  it('of another seed draws others', async () => {
    const draw = async (seed: string) =>
      (await runReport(definition('RECORD-CONTENT'), { ...request, seed }, options)).sample.events.map(({ id }) => id);
    expect(await draw('a')).not.toEqual(await draw('b'));
  });

  it('that is about the whole cluster says so where namespaces are in scope', async () => {
    const scope = { name: 'cards', namespaces: ['payments'] };
    const whole = await runReport(definition('ACCESS-CHANGES'), { ...request, scope }, options);
    expect(whole.scope.namespacesApply).toBe(false);
    expect(whole.population.query).not.toContain('payments');
    expect(await bytesOf(whole, 'html')).toContain('not applied: the question is about the cluster as a whole');
  });

  it('says on its first page what is not covered', async () => {
    const report = await runReport(definition('FAILED-ACCESS'), { ...request, from: '2010-01-01T00:00:00Z' }, options);
    expect(report.coverage.state).toBe('gaps');
    expect(report.coverage.clusters[0]?.gaps.at(-1)).toMatchObject({
      reason: 'before',
      from: '2010-01-01T00:00:00.000000Z',
    });
    expect((await bytesOf(report, 'html')).indexOf('Not all of the period is covered')).toBeLessThan(2600);
    const pdf = await getDocumentProxy(new Uint8Array(await writeReport(report, 'pdf')));
    expect((await extractText(pdf)).text[0]).toContain('Not all of the period is covered');
  });

  it.each([
    [{ clusters: ['nowhere'] }, 'There is no cluster “nowhere”. There are: '],
    [{ from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' }, 'There is no event between'],
    [{ from: request.to, to: request.from }, 'before it begins'],
    [{ to: '2027-01-01T00:00:00Z' }, 'ends in the future'],
    [{ query: 'verb:(' }, 'In --query, column'],
    [{ query: 'from:now-1d' }, 'leave it out, and choose the period instead'],
  ])('is refused with what is wrong: %j', async (more, message) => {
    await expect(runReport(definition('FAILED-ACCESS'), { ...request, ...more }, options)).rejects.toThrow(message);
  });

  it('stops when nobody wants it any more', async () => {
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(runReport(definition('FAILED-ACCESS'), request, { ...options, signal })).rejects.toThrow('cancelled');
  });
});

async function bytesOf(report: ReportData, format: ReportFormat): Promise<string> {
  return (await writeReport(report, format)).toString('latin1');
}
