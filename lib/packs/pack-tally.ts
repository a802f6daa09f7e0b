/**
 * What the events of a pack are, counted while they are written: what the PDF says is then of the very events that stand beside
 * it, and no second question can answer differently.
 */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import type { Microseconds } from '@/lib/audit/microseconds';
import { outcomes } from '@/lib/audit/outcome';
import type { EventRow } from '@/lib/search/event-answers';
import { type EventIndexRow, toEventRow } from '@/lib/search/event-row';
import { newestFirst } from '@/lib/search/matching-row';
import type { TermDictionary } from '@/lib/search/term-dictionary';
import { TimeCounts } from './time-counts';

export type TallyRow = { values: (string | null)[]; events: number };

/** Events that the PDF prints: the others are in the table and the originals. */
const LISTED = 300;

export class PackTally {
  first: Microseconds | null = null;
  last: Microseconds | null = null;
  readonly overTime = new TimeCounts();
  private readonly byCombination = new Map<number, number>();
  private readonly outcomeOf = new Map<number, number>();
  private oldest: EventIndexRow[] = [];
  /** Of the listed ones, so far. */
  private newestListed = Number.POSITIVE_INFINITY;

  constructor(private readonly dictionary: TermDictionary) {}

  add(row: EventIndexRow): void {
    const { at, combination } = row;
    this.first = this.first === null ? at : Math.min(this.first, at);
    this.last = this.last === null ? at : Math.max(this.last, at);
    this.byCombination.set(combination, (this.byCombination.get(combination) ?? 0) + 1);
    this.overTime.add(at, this.outcome(combination));
    if (at > this.newestListed) return;
    // Without the original, which would keep its whole block.
    const { hash, clusterId, auditKey, auditKeyIsId, name } = row;
    this.oldest.push({ at, hash, clusterId, combination, auditKey, auditKeyIsId, name });
    if (this.oldest.length >= 4 * LISTED) this.cut();
  }

  /** The oldest events of the pack, in the order of time. */
  listed(): EventRow[] {
    this.cut();
    return this.oldest.map((row) => toEventRow(row, this.dictionary));
  }

  /** Every combination of values that occurs, the most frequent first. */
  table(fields: readonly EventFieldName[]): TallyRow[] {
    const columns = fields.map((field) => this.columnOf(field));
    const rows = new Map<string, { terms: number[]; events: number }>();
    for (const [combination, events] of this.byCombination) {
      const terms = columns.map((column) => column[combination] as number);
      const key = terms.join(' ');
      const row = rows.get(key);
      if (row) row.events += events;
      else rows.set(key, { terms, events });
    }
    return [...rows.entries()]
      .sort(([a, one], [b, other]) => other.events - one.events || (a < b ? -1 : 1))
      .map(([, { terms, events }]) => ({
        values: terms.map((term) => (term === 0 ? null : (this.dictionary.values[term] as string))),
        events,
      }));
  }

  private cut(): void {
    this.oldest = this.oldest.sort((a, b) => newestFirst(b, a)).slice(0, LISTED);
    if (this.oldest.length === LISTED) this.newestListed = this.oldest.at(-1)?.at ?? Number.POSITIVE_INFINITY;
  }

  private outcome(combination: number): number {
    let known = this.outcomeOf.get(combination);
    if (known === undefined) {
      const value = this.dictionary.values[this.columnOf('outcome')[combination] as number];
      known = (outcomes as readonly (string | undefined)[]).indexOf(value);
      if (known < 0) known = outcomes.indexOf('noResponse');
      this.outcomeOf.set(combination, known);
    }
    return known;
  }

  private columnOf(field: EventFieldName): Int32Array {
    return this.dictionary.columns[eventFieldNames.indexOf(field)] as Int32Array;
  }
}
