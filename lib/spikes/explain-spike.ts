/**
 * What is different in a window: every field ranked by how differently its values are distributed there and in a reference,
 * with exact counts of both. The same sums as the facets': each count is that of a filter with this value and this window.
 */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_SECOND } from '@/lib/audit/microseconds';
import { closeWindow } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';
import { freezeTime } from '@/lib/search/freeze-time';
import type { TermDictionary } from '@/lib/search/term-dictionary';
import { byChange, distributionDifference, type ValueCounts } from '@/lib/spikes/compare-counts';
import { firstHour } from '@/lib/spikes/first-hour';
import { byTerm, DictionaryChangedError, sumMatching } from '@/lib/spikes/matching-sums';
import { lengthOf, restOfRange, type Span, sameHoursBefore } from '@/lib/spikes/reference-windows';
import type { Spike, SpikeField, SpikeReference, SpikeValue } from '@/lib/spikes/spike-answers';

export const DEFAULT_SPIKE_VALUES = 8;

export type SpikeQuestion = {
  /** Its window is the range that the window is part of. */
  filter: EventFilter;
  /** What of it lies outside of the range is left out. */
  window: Span;
  against: SpikeReference;
  days: number;
  /** Values of each field. */
  limit: number;
};

/** Throws SearchTimeoutError. */
export async function explainSpike(question: SpikeQuestion): Promise<Spike> {
  const filter = freezeTime(question.filter, Date.now() * 1000);
  const range = await closeWindow(filter);
  const from = Math.max(question.window.from, range?.from ?? 0);
  const to = Math.min(question.window.to, range?.to ?? 0);
  if (range === null || from >= to) return nothing(question.against);
  const window = { from, to };
  const reference =
    question.against === 'rest'
      ? restOfRange(range, window)
      : sameHoursBefore(window, question.days, (await firstHour(filter)) ?? from);
  try {
    return await compare({ ...question, filter, window }, reference);
  } catch (error) {
    if (error instanceof DictionaryChangedError) return compare({ ...question, filter, window }, reference);
    throw error;
  }
}

function nothing(against: SpikeReference): Spike {
  const reference = { against, windows: [], seconds: 0, total: 0 };
  return { window: null, reference, expected: null, ratio: null, fields: [] };
}

async function compare({ filter, window, against, limit }: SpikeQuestion, windows: Span[]): Promise<Spike> {
  const actual = await sumMatching(filter, [window]);
  const reference = await sumMatching(filter, windows);
  const dictionary = reference.dictionary ?? actual.dictionary;
  if (dictionary === null || (reference.dictionary !== null && reference.dictionary !== actual.dictionary)) {
    throw new DictionaryChangedError();
  }
  const scale = windows.length === 0 ? null : lengthOf([window]) / lengthOf(windows);
  const expect = expectation(scale);
  const totals = { total: actual.total, referenceTotal: reference.total };
  const [actualTerms, referenceTerms] = [byTerm(actual, dictionary), byTerm(reference, dictionary)];
  const fields = eventFieldNames.map((field, f): SpikeField => {
    const values = valuesOf(field, dictionary, actualTerms[f] as Float64Array, referenceTerms[f] as Float64Array);
    const listed = byChange(values, totals).slice(0, limit);
    return {
      field,
      difference: rounded(distributionDifference(values, totals)),
      distinct: values.length,
      values: listed.map((value) => ({ ...value, ...expect(value.count, value.referenceCount) })),
      other: {
        values: values.length - listed.length,
        count: actual.total - sum(listed, 'count'),
        referenceCount: reference.total - sum(listed, 'referenceCount'),
      },
    };
  });
  return {
    window: { ...spanText(window), seconds: lengthOf([window]) / MICROSECONDS_PER_SECOND, total: actual.total },
    reference: {
      against,
      windows: windows.map(spanText),
      seconds: lengthOf(windows) / MICROSECONDS_PER_SECOND,
      total: reference.total,
    },
    ...expect(actual.total, reference.total),
    // The order of the field table decides among equals: sort is stable.
    fields: fields.sort((a, b) => b.difference - a.difference),
  };
}

/** `scale` brings the reference to the length of the window; null where there is none. */
function expectation(scale: number | null): (n: number, of: number) => Pick<SpikeValue, 'expected' | 'ratio'> {
  return (count, referenceCount) => {
    if (scale === null) return { expected: null, ratio: null };
    const expected = referenceCount * scale;
    return { expected: rounded(expected), ratio: expected === 0 ? null : rounded(count / expected) };
  };
}

function valuesOf(
  field: EventFieldName,
  dictionary: TermDictionary,
  actual: Float64Array,
  reference: Float64Array,
): ValueCounts[] {
  const values: ValueCounts[] = [];
  for (const term of [0, ...dictionary.termsOf(field)]) {
    const count = actual[term] as number;
    const referenceCount = reference[term] as number;
    if (count === 0 && referenceCount === 0) continue;
    values.push({ value: term === 0 ? null : (dictionary.values[term] as string), count, referenceCount });
  }
  return values;
}

function spanText({ from, to }: Span): { from: string; to: string } {
  return { from: formatRfc3339(from), to: formatRfc3339(to) };
}

function sum(values: readonly ValueCounts[], of: 'count' | 'referenceCount'): number {
  return values.reduce((total, value) => total + value[of], 0);
}

/** Six digits that mean something. */
function rounded(n: number): number {
  return Number(n.toPrecision(6));
}
