/**
 * The dictionary's numbers of combinations of values, looked up and never added. A value counts only when its whole text
 * stands in the dictionary: the hash that finds it may have been changed, or the text.
 */
import { hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { eventFields } from '@/lib/audit/event-fields';
import type { FacetValues } from '@/lib/audit/facet-values';

/** Where the dictionary has no such combination; its own numbers begin at 1. */
export const UNKNOWN = 0;
/** No term has this number; 0 says that an event has no such value. */
const NO_TERM = -1;
/** Forget everything beyond this many values: memory stays within bounds whatever the log holds. */
const MAX_KNOWN = 200_000;

const COLUMNS = eventFields.map((field) => `"${field.column}"`).join(', ');

export class KnownCombinations {
  private readonly terms: Map<string, number>[] = eventFields.map(() => new Map());
  private termCount = 0;

  constructor(private readonly client: ClientBase) {}

  /** The combination's number of each row of values, or UNKNOWN. */
  async find(rows: readonly FacetValues[]): Promise<Int32Array> {
    if (rows.length === 0) return new Int32Array(0);
    if (this.termCount > MAX_KNOWN) this.forget();
    await this.readTerms(rows);
    const columns = eventFields.map((_, f) => rows.map((values) => this.termOf(f, values[f] ?? null)));
    const arrays = columns.map((_, f) => `$${f + 1}::int[]`).join(', ');
    const { rows: found } = await this.client.query<{ position: number; id: number }>(
      `select g.position::int, c.id from unnest(${arrays}) with ordinality as g(${COLUMNS}, position)
       join combination c using (${COLUMNS})`,
      columns,
    );
    const ids = new Int32Array(rows.length).fill(UNKNOWN);
    for (const { position, id } of found) ids[position - 1] = id;
    return ids;
  }

  private termOf(field: number, value: string | null): number {
    return value === null ? 0 : ((this.terms[field] as Map<string, number>).get(value) ?? NO_TERM);
  }

  private async readTerms(rows: readonly FacetValues[]): Promise<void> {
    const wanted = new Map<string, { field: number; value: string }>();
    for (const values of rows) {
      for (let field = 0; field < values.length; field++) {
        const value = values[field] ?? null;
        if (value === null || (this.terms[field] as Map<string, number>).has(value)) continue;
        wanted.set(`${field} ${value}`, { field, value });
      }
    }
    const asked = [...wanted.values()];
    if (asked.length === 0) return;
    const { rows: found } = await this.client.query<{ position: number; id: number; value: string }>(
      `select g.position::int, t.id, t.value
       from unnest($1::text[], $2::uuid[]) with ordinality as g(field, value_hash, position)
       join term t using (field, value_hash)`,
      [
        asked.map(({ field }) => (eventFields[field] as (typeof eventFields)[number]).name),
        asked.map(({ value }) => hash('sha256', value, 'hex').slice(0, 32)),
      ],
    );
    for (const { position, id, value } of found) {
      const entry = asked[position - 1] as { field: number; value: string };
      if (entry.value === value) (this.terms[entry.field] as Map<string, number>).set(value, id);
    }
    this.termCount += asked.length;
  }

  private forget(): void {
    for (const terms of this.terms) terms.clear();
    this.termCount = 0;
  }
}
