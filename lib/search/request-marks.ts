/** What the events of each combination of values are to the counts of requests. */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { failedTerms } from '@/lib/search/term-counts';
import type { TermDictionary } from '@/lib/search/term-dictionary';
import { isCountedRequest, writeVerbs } from '@/lib/workloads/counted-request';

export const REQUEST = 1;
export const WRITE = 2;
export const FAILED = 4;
export const DENIED = 8;

/** Bits by combination; 0 where an event is not counted. */
export function requestMarks(dictionary: TermDictionary): Uint8Array {
  const columnOf = (name: EventFieldName) => dictionary.columns[eventFieldNames.indexOf(name)] as Int32Array;
  const [stages, verbs, codes, outcomes] = [columnOf('stage'), columnOf('verb'), columnOf('code'), columnOf('outcome')];
  const failed = failedTerms(dictionary);
  const writes = new Set<string>(writeVerbs);
  const textOf = (term: number | undefined) => dictionary.values[term ?? 0] ?? '';
  const marks = new Uint8Array(dictionary.combinationCount + 1);
  for (let c = 1; c < marks.length; c++) {
    const verb = textOf(verbs[c]);
    if (!isCountedRequest(textOf(stages[c]), verb, Number(textOf(codes[c])))) continue;
    let mark = REQUEST;
    if (writes.has(verb)) mark |= WRITE;
    if (failed.has(outcomes[c] as number)) mark |= FAILED;
    if (textOf(outcomes[c]) === 'denied') mark |= DENIED;
    marks[c] = mark;
  }
  return marks;
}
