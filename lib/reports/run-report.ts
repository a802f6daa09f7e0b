/**
 * Makes a report: values only, from the functions that answer the pages. The date comes from outside and nothing depends on
 * the order in which events are stored, so that the same report of the same evidence is the same twice.
 */
import { createHash } from 'node:crypto';
import { findEventField } from '@/lib/audit/event-fields';
import { formatRfc3339, type Microseconds, parseRfc3339 } from '@/lib/audit/microseconds';
import { outcomes } from '@/lib/audit/outcome';
import { getPool } from '@/lib/db/pool';
import { countPopulation, type PopulationCounts } from '@/lib/reports/count-population';
import { coverageSentence, coverageState, readPeriodCoverage } from '@/lib/reports/period-coverage';
import { oldestEvents } from '@/lib/reports/population-rows';
import { pseudonymise } from '@/lib/reports/pseudonymise';
import { pseudonymKey } from '@/lib/reports/pseudonyms';
import { type PeriodBlocks, readIntegrity, readPeriodBlocks, readVerificationFact } from '@/lib/reports/read-integrity';
import type { Counted, FieldCompleteness, ReportCheck, ReportData, ReportTable } from '@/lib/reports/report-data';
import type { ReportDefinition } from '@/lib/reports/report-definition';
import { populationFilter, printedQuery, withinQuery, withValues } from '@/lib/reports/report-filter';
import { type ReportRequest, ReportRequestError } from '@/lib/reports/report-request';
import { samplePopulation } from '@/lib/reports/sample-population';
import { readFacts } from '@/lib/reports/standing-facts';
import { countEvents } from '@/lib/search/count-events';
import type { EventRow } from '@/lib/search/event-answers';
import { type EventFilter, emptyFilter, withTime } from '@/lib/search/event-filter';
import { MAX_PAGE, searchEvents } from '@/lib/search/event-page';
import { addQuery } from '@/lib/search/filter-query';
import { escapeValue } from '@/lib/search/value-pattern';
import { version } from '@/package.json';

/** Events that come while a report counts make its numbers disagree: it is then made again, so often. */
const TRIES = 3;

export type RunOptions = {
  /** The date of the report. */
  at: Date;
  signal: AbortSignal;
  /** Parts done, of all. */
  onProgress?: (done: number, parts: number) => void;
};

/** Throws ReportRequestError, SearchTimeoutError, QueryTimeout, and the signal's reason. */
export async function runReport(
  definition: ReportDefinition,
  request: ReportRequest,
  options: RunOptions,
): Promise<ReportData> {
  const period = readPeriod(request, options.at);
  const clusters = await readClusters(request.clusters);
  for (let tried = 1; ; tried++) {
    const before = await readPeriodBlocks(clusters, period.from, period.to);
    await requireEvents(clusters, request);
    const report = await makeReport(definition, request, { clusters, ...period, blocks: before }, options);
    const after = await readPeriodBlocks(clusters, period.from, period.to);
    const arriving = after.some(({ last }, n) => last !== before[n]?.last);
    if (!arriving || tried === TRIES) return finish({ ...report, coverage: { ...report.coverage, arriving } }, request);
  }
}

async function finish(report: ReportData, { pseudonyms }: ReportRequest): Promise<ReportData> {
  return pseudonyms ? pseudonymise(report, await pseudonymKey()) : report;
}

function readPeriod({ from, to }: ReportRequest, at: Date): { from: Microseconds; to: Microseconds } {
  const [start, end] = [parseRfc3339(from), parseRfc3339(to)];
  if (start === null || end === null) {
    throw new ReportRequestError(
      `“${start === null ? from : to}” is not a time: expected RFC 3339, such as 2026-11-01T00:00:00Z.`,
    );
  }
  if (start >= end)
    throw new ReportRequestError(`The period ends (${to}) before it begins (${from}): exchange the two.`);
  if (end > at.getTime() * 1000 + 1_000_000) {
    throw new ReportRequestError(
      `The period ends in the future (${to}): choose an end that is over, so that the population is complete.`,
    );
  }
  return { from: start, to: end };
}

async function readClusters(wanted: readonly string[]): Promise<string[]> {
  const { rows } = await getPool().query<{ name: string }>('select name from cluster order by name collate "C"');
  const names = rows.map(({ name }) => name);
  if (names.length === 0) {
    throw new ReportRequestError(
      'There are no events here yet. Import a log first: npm run import -- --cluster NAME FILE.',
    );
  }
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ReportRequestError(`There is no cluster “${unknown}”. There are: ${names.join(', ')}.`);
  }
  return wanted.length === 0 ? names : names.filter((name) => wanted.includes(name));
}

/** A report about a period of which nothing is here would only look as if nothing had happened. */
async function requireEvents(clusters: readonly string[], { from, to }: ReportRequest): Promise<void> {
  const filter = addQuery(emptyFilter, { kind: 'field', field: 'cluster', values: clusters.map(escapeValue) });
  if ((await countEvents(withTime(filter, from, to))) > 0) return;
  const { rows } = await getPool().query<{ name: string; first: number | null; last: number | null }>(
    `select c.name, min(b.min_at) as first, max(b.max_at) as last from cluster c
     left join evidence_block b on b.cluster_id = c.id where c.name = any($1) group by c.name order by c.name collate "C"`,
    [clusters],
  );
  const there = rows.map(({ name, first, last }) =>
    first === null || last === null
      ? `${name} has none at all`
      : `those of ${name} are from ${toSeconds(formatRfc3339(first))} to ${toSeconds(formatRfc3339(last))}`,
  );
  throw new ReportRequestError(
    `There is no event between ${toSeconds(from)} and ${toSeconds(to)}: ${there.join(', ')}. Choose a period with events, or import the log of that time first.`,
  );
}

function toSeconds(time: string): string {
  return `${time.slice(0, 19)}Z`;
}

type Material = { clusters: string[]; from: Microseconds; to: Microseconds; blocks: PeriodBlocks[] };

async function makeReport(
  definition: ReportDefinition,
  given: ReportRequest,
  { clusters, from, to, blocks }: Material,
  { at, signal, onProgress }: RunOptions,
): Promise<ReportData> {
  const request = { ...given, from: formatRfc3339(from), to: formatRfc3339(to) };
  const filter = populationFilter(definition, request);
  const parts = definition.checks.length + 5;
  let done = 0;
  const step = () => {
    signal.throwIfAborted();
    onProgress?.(done++, parts);
  };

  step();
  const counts = await countPopulation(
    filter,
    definition.tables.map((table) => table.fields),
    definition.required,
  );
  step();
  const covered = await readPeriodCoverage(clusters, from, to);
  const state = coverageState(covered, request.from, request.to);
  const checks: ReportCheck[] = [];
  for (const { title, why, expect, query, list } of definition.checks) {
    step();
    const narrowed = withinQuery(filter, query);
    const events = await countEvents(narrowed);
    checks.push({
      title,
      why,
      expect,
      events,
      query: printedQuery(narrowed),
      listed: expect === 'some' ? [] : await newestEvents(narrowed, list, signal),
    });
  }
  step();
  const listed = definition.list > 0 ? await oldestEvents(filter, definition.list, signal) : null;
  step();
  const seed = request.seed ?? seedOf(definition, request, blocks);
  const sample = await samplePopulation(filter, seed, definition.sample, signal);
  step();
  return {
    type: 'plumbline report v1',
    product: `Plumbline ${version}`,
    definition: {
      id: definition.id,
      framework: definition.framework,
      version: definition.version,
      control: definition.control,
      title: definition.title,
      question: definition.question,
      file: definition.file,
      builtIn: definition.builtIn,
      digest: definition.digest,
      limits: definition.limits,
    },
    madeAt: at.toISOString(),
    scope: {
      clusters,
      allClusters: request.clusters.length === 0,
      from: request.from,
      to: request.to,
      namespaces: request.scope,
      namespacesApply: request.scope !== null && definition.namespaced,
      furtherQuery: request.query,
    },
    pseudonyms: false,
    population: { events: counts.total, query: printedQuery(filter), words: definition.population },
    coverage: { state, sentence: coverageSentence(state, covered), clusters: covered, arriving: false },
    fields: fieldsOf(definition, filter, counts),
    overTime: overTimeOf(filter, counts, from, to),
    tables: tablesOf(definition, filter, counts),
    checks,
    listed,
    sample: { seed, asked: definition.sample, events: sample },
    facts: await readFacts(
      definition.facts.filter((kind) => kind !== 'verification'),
      { clusters, from, to },
    ),
    integrity: await readIntegrity(blocks),
    verification: await readVerificationFact(),
    signOffs: [],
  };
}

/** The newest, from as many pages as it takes. */
async function newestEvents(filter: EventFilter, limit: number, signal: AbortSignal): Promise<EventRow[]> {
  const events: EventRow[] = [];
  let cursor: string | null = null;
  while (events.length < limit) {
    signal.throwIfAborted();
    const page = await searchEvents({ filter, limit: Math.min(MAX_PAGE, limit - events.length), cursor });
    events.push(...page.events);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return events;
}

function fieldsOf(definition: ReportDefinition, filter: EventFilter, counts: PopulationCounts): FieldCompleteness[] {
  return definition.required.map((field, n) => {
    const events = counts.missing[n] as number;
    return {
      field,
      label: findEventField(field)?.label ?? field,
      missing: { events, query: printedQuery(withValues(filter, [field], [null])) },
      percent: counts.total === 0 ? null : (100 * (counts.total - events)) / counts.total,
    };
  });
}

function overTimeOf(
  filter: EventFilter,
  counts: PopulationCounts,
  from: Microseconds,
  to: Microseconds,
): ReportData['overTime'] {
  const width = counts.bucketSeconds * 1_000_000;
  return {
    bucketSeconds: counts.bucketSeconds,
    buckets: counts.buckets.map(({ start, outcomes: byOutcome }) => {
      const [first, last] = [Math.max(start, from), Math.min(start + width, to)].map(formatRfc3339) as [string, string];
      const events = outcomes.reduce((sum, outcome) => sum + byOutcome[outcome], 0);
      const query = printedQuery(withTime(filter, first, last));
      return { start: first, narrowing: `from:${first} to:${last}`, outcomes: byOutcome, events, query };
    }),
  };
}

function tablesOf(definition: ReportDefinition, filter: EventFilter, counts: PopulationCounts): ReportTable[] {
  return definition.tables.map(({ title, fields, rows: limit }, n) => {
    const all = counts.tables[n] ?? [];
    const rows = all.slice(0, limit).map(({ values, events }): Counted & { values: (string | null)[] } => ({
      values,
      events,
      query: printedQuery(withValues(filter, fields, values)),
    }));
    const unlisted = counts.total - rows.reduce((sum, row) => sum + row.events, 0);
    return { title, fields, rows, distinct: all.length, unlisted };
  });
}

/** Nobody knows it before the last event of the period is in the evidence, and everybody can make it again afterwards. */
function seedOf(
  definition: ReportDefinition,
  { from, to, scope, query }: ReportRequest,
  blocks: readonly PeriodBlocks[],
): string {
  const ends = blocks.map(({ logId, last, lastHash }) => [logId, last, lastHash]);
  return createHash('sha256')
    .update(JSON.stringify([definition.digest, from, to, scope?.namespaces ?? null, query, ends]))
    .digest('hex')
    .slice(0, 32);
}
