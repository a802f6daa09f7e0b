/**
 * Restores the text of values in the dictionary: a value is found by its hash, so one whose text was changed would go on being
 * used under a wrong name.
 */
import { hash } from 'node:crypto';
import type { Pool } from 'pg';
import { eventFields } from '@/lib/audit/event-fields';
import type { FacetValues } from '@/lib/audit/facet-values';

/** Values that are known to be right are not asked about again, up to this many. */
const MAX_KNOWN = 200_000;

export class TermMender {
  private readonly known = new Set<string>();
  mended = 0;

  constructor(private readonly pool: Pool) {}

  async mend(rows: readonly FacetValues[]): Promise<void> {
    if (this.known.size > MAX_KNOWN) this.known.clear();
    const fields: string[] = [];
    const values: string[] = [];
    for (const row of rows) {
      row.forEach((value, f) => {
        const key = `${f} ${value}`;
        if (value === null || this.known.has(key)) return;
        this.known.add(key);
        fields.push((eventFields[f] as (typeof eventFields)[number]).name);
        values.push(value);
      });
    }
    if (values.length === 0) return;
    const { rowCount } = await this.pool.query(
      `update term t set value = g.value
       from unnest($1::text[], $2::uuid[], $3::text[]) as g(field, value_hash, value)
       where t.field = g.field and t.value_hash = g.value_hash and t.value <> g.value`,
      [fields, values.map((value) => hash('sha256', value, 'hex').slice(0, 32)), values],
    );
    this.mended += rowCount ?? 0;
  }
}
