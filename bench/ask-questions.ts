/**
 * The questions, asked of a server that has been running for a while (bench/measure-cold.ts asks one that has just started). One
 * page = total, all facets (ten values each), a histogram of at most 60 buckets by outcome and the newest 50 events, asked at
 * once as the screen asks them.
 */
import { measureExport } from '@/bench/measure-export';
import type { Params } from '@/bench/params';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { getEventDetail } from '@/lib/search/event-detail';
import { type EventFilter, emptyFilter, parseEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { searchFacetValues } from '@/lib/search/facet-values';
import { searchFacets } from '@/lib/search/facets';
import { searchHistogram } from '@/lib/search/histogram';
import { escapeValue } from '@/lib/search/value-pattern';

export type QuestionFigures = {
  name: string;
  /** The filter as URL parameters. */
  q: string;
  kind: 'page' | 'needle' | 'lookup' | 'deep' | 'values' | 'export' | 'cold';
  /** Milliseconds. */
  p50: number;
  p95: number;
  /** Events found: the same for every engine. */
  answer: number;
  /** Of an export. */
  rowsPerSecond?: number;
};

const DEPTHS = [10_000, 100_000];
const whole = new Intl.NumberFormat('en-US');

export async function askQuestions(params: Params, runs: number): Promise<QuestionFigures[]> {
  const figures: QuestionFigures[] = [];
  for (const [name, pairs] of pageQuestions(params)) {
    const filter = filterOf(pairs);
    const q = new URLSearchParams(pairs).toString();
    figures.push({ name, q, kind: 'page', ...(await timed(runs, () => askPage(filter))) });
  }
  // A new end of the window each time: what was found a moment ago must not answer for the search.
  const until = (run: number) => formatRfc3339(Number(params.to) + 1 + run);
  figures.push({
    name: 'needle in whole events',
    q: `text=${params.needle}`,
    kind: 'needle',
    ...(await timed(runs, async (run) => {
      const filter = { ...emptyFilter, text: params.needle, time: { from: null, to: until(run) } };
      return (await searchEvents({ filter, limit: 50 })).total;
    })),
  });
  figures.push({
    name: 'one auditID',
    q: `auditID=${params.auditID}`,
    kind: 'lookup',
    ...(await timed(runs, async (run) => {
      const filter = { ...emptyFilter, auditID: params.auditID, time: { from: null, to: until(run) } };
      const { events } = await searchEvents({ filter, limit: 50 });
      const whole = await Promise.all(events.map((event) => getEventDetail(event.id)));
      return whole.length;
    })),
  });
  for (const depth of DEPTHS) {
    const cursor = await cursorAt(depth);
    figures.push({
      name: `a page ${whole.format(depth)} events deep`,
      q: '',
      kind: 'deep',
      ...(await timed(
        runs,
        async () => (await searchEvents({ filter: emptyFilter, limit: 50, cursor })).events.length,
      )),
    });
  }
  figures.push({
    name: 'values of a facet',
    q: `userAgent=*${VALUE}*`,
    kind: 'values',
    ...(await timed(runs, async () => {
      const question = { filter: emptyFilter, field: 'userAgent' as const, query: VALUE, limit: 20 };
      return (await searchFacetValues(question)).matching;
    })),
  });
  figures.push({ name: 'export of everything', q: '', kind: 'export', ...(await measureExport()) });
  return figures;
}

/** Occurs in many user agents and not in others. */
const VALUE = 'kube';

/** Name and filter of each page. */
export function pageQuestions(params: Params): [string, [string, string][]][] {
  const from = Number(params.from);
  const span = Number(params.to) - from;
  const hour: [string, string][] = [
    ['from', formatRfc3339(Math.floor(from + span * 0.5))],
    ['to', formatRfc3339(Math.floor(from + span * (0.5 + 3600e6 / span)))],
  ];
  return [
    ['all', []],
    ['failed', [['code', '>=400']]],
    ['one workload', [['user', escapeValue(params.busyUser)]]],
    [
      'verb and namespace',
      [
        ['verb', 'get'],
        ['namespace', escapeValue(params.namespace)],
      ],
    ],
    [
      'secret reads',
      [
        ['resource', 'secrets'],
        ['verb', 'get'],
        ['verb', 'list'],
        ['verb', 'watch'],
      ],
    ],
    ['rare source IP', [['sourceIP', escapeValue(params.rareIp)]]],
    [
      'denied people',
      [
        ['code', '403'],
        ['user', '*@*'],
      ],
    ],
    ['one hour', hour],
    ['without the noisy three', params.noisy.map((user): [string, string] => ['-user', escapeValue(user)])],
    ['nothing matches', [['user', 'nobody']]],
  ];
}

export function filterOf(pairs: [string, string][]): EventFilter {
  const { filter, problems } = parseEventFilter(new URLSearchParams(pairs));
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('; '));
  return filter;
}

export async function askPage(filter: EventFilter): Promise<number> {
  const [facets, histogram, page] = await Promise.all([
    searchFacets({ filter, limit: 10 }),
    searchHistogram({ filter, maxBuckets: 60 }),
    searchEvents({ filter, limit: 50 }),
  ]);
  if (facets.total !== page.total || histogram.total !== page.total) {
    throw new Error(`total, facets and histogram disagree: ${page.total}, ${facets.total}, ${histogram.total}`);
  }
  return page.total;
}

/** The cursor that scrolling this far down would have come to. */
async function cursorAt(depth: number): Promise<string | null> {
  let cursor: string | null = null;
  for (let seen = 0; seen < depth; seen += 1000) {
    cursor = (await searchEvents({ filter: emptyFilter, limit: 1000, cursor })).nextCursor;
    if (cursor === null) break;
  }
  return cursor;
}

/** One run to warm up, then the measured ones. */
async function timed(
  runs: number,
  ask: (run: number) => Promise<number>,
): Promise<{ p50: number; p95: number; answer: number }> {
  const milliseconds: number[] = [];
  let answer = 0;
  for (let run = 0; run <= runs; run++) {
    const started = performance.now();
    answer = await ask(run);
    if (run > 0) milliseconds.push(performance.now() - started);
  }
  return { p50: quantile(milliseconds, 0.5), p95: quantile(milliseconds, 0.95), answer };
}

export function quantile(numbers: number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0;
}
