/**
 * Numbers for facet values ("terms") and for their combinations. A writer keeps what it has seen in memory; what is new is
 * added in a transaction of its own, before the events that use it, so that a reader never meets an unknown number. Ids
 * are handed out under a lock: they are gapless and in commit order, and whoever has read up to id n has read them all.
 */
import { hash } from 'node:crypto';
import type { Pool } from 'pg';
import { eventFields } from '@/lib/audit/event-fields';
import type { FacetValues } from '@/lib/audit/facet-values';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockDictionary } from '@/lib/db/locks';

/** Forget everything when this many are known: attackers can make values without end, memory has one. */
const MAX_KNOWN = 400_000;

const COMBINATION_COLUMNS = eventFields.map((field) => `"${field.column}"`).join(', ');

export class Dictionary {
  private terms: Map<string, number>[] = eventFields.map(() => new Map());
  private combinations = new Map<string, number>();
  private termCount = 0;

  constructor(
    private readonly pool: Pool,
    private readonly importFileId: string | null,
  ) {}

  /** The combination's number of each row of values, in the same order; `importFileId` is the import that brought them. */
  async encode(rows: readonly FacetValues[], importFileId = this.importFileId): Promise<Int32Array> {
    if (this.termCount > MAX_KNOWN || this.combinations.size > MAX_KNOWN) this.forget();
    const unknown = this.unknownTerms(rows);
    if (unknown.length > 0) await this.addTerms(unknown, importFileId);
    const ids = new Int32Array(rows.length);
    const missing: { key: string; at: number[] }[] = [];
    const missingByKey = new Map<string, number[]>();
    for (let i = 0; i < rows.length; i++) {
      const key = this.combinationKey(rows[i] as FacetValues);
      const id = this.combinations.get(key);
      if (id !== undefined) {
        ids[i] = id;
      } else {
        let at = missingByKey.get(key);
        if (!at) {
          at = [];
          missingByKey.set(key, at);
          missing.push({ key, at });
        }
        at.push(i);
      }
    }
    if (missing.length > 0) {
      await this.addCombinations(missing.map(({ key }) => key));
      for (const { key, at } of missing) for (const i of at) ids[i] = this.combinations.get(key) as number;
    }
    return ids;
  }

  private forget(): void {
    this.terms = eventFields.map(() => new Map());
    this.combinations = new Map();
    this.termCount = 0;
  }

  private combinationKey(values: FacetValues): string {
    let key = '';
    for (let f = 0; f < values.length; f++) {
      const value = values[f];
      key += value === null || value === undefined ? '0,' : `${(this.terms[f] as Map<string, number>).get(value)},`;
    }
    return key;
  }

  private unknownTerms(rows: readonly FacetValues[]): { field: number; value: string }[] {
    const unknown: { field: number; value: string }[] = [];
    const seen = new Set<string>();
    for (const values of rows) {
      for (let f = 0; f < values.length; f++) {
        const value = values[f];
        if (value === null || value === undefined || (this.terms[f] as Map<string, number>).has(value)) continue;
        const key = `${f} ${value}`;
        if (seen.has(key)) continue;
        seen.add(key);
        unknown.push({ field: f, value });
      }
    }
    return unknown;
  }

  private async addTerms(unknown: { field: number; value: string }[], importFileId: string | null): Promise<void> {
    const fields = unknown.map(({ field }) => (eventFields[field] as (typeof eventFields)[number]).name);
    const values = unknown.map(({ value }) => value);
    const hashes = values.map((value) => hash('sha256', value, 'hex').slice(0, 32));
    const ids = await inTransaction(this.pool, async (client) => {
      await lockDictionary(client);
      const { rows } = await client.query<{ position: number; id: number }>(
        `with given as (
           select * from unnest($1::text[], $2::uuid[], $3::text[]) with ordinality as g(field, value_hash, value, position)
         ), known as (
           select g.position, t.id from given g join term t using (field, value_hash)
         ), added as (
           insert into term (id, field, value_hash, value, first_import_file_id)
           select (select coalesce(max(id), 0) from term) + row_number() over (order by g.position), g.field, g.value_hash, g.value, $4::uuid
           from given g where not exists (select 1 from known k where k.position = g.position)
           returning id, field, value_hash
         )
         select position::int, id from known
         union all
         select g.position::int, a.id from added a join given g using (field, value_hash)`,
        [fields, hashes, values, importFileId],
      );
      return rows;
    });
    for (const { position, id } of ids) {
      const { field, value } = unknown[position - 1] as { field: number; value: string };
      (this.terms[field] as Map<string, number>).set(value, id);
    }
    this.termCount += unknown.length;
  }

  private async addCombinations(keys: string[]): Promise<void> {
    // One array a column: unnest takes them side by side.
    const columns = eventFields.map(() => new Array<number>(keys.length));
    keys.forEach((key, row) => {
      const ids = key.split(',');
      for (let f = 0; f < columns.length; f++) (columns[f] as number[])[row] = Number(ids[f]);
    });
    const arrays = columns.map((_, f) => `$${f + 1}::int[]`).join(', ');
    const ids = await inTransaction(this.pool, async (client) => {
      await lockDictionary(client);
      const { rows } = await client.query<{ position: number; id: number }>(
        `with given as (
           select * from unnest(${arrays}) with ordinality as g(${COMBINATION_COLUMNS}, position)
         ), known as (
           select g.position, c.id from given g join combination c using (${COMBINATION_COLUMNS})
         ), added as (
           insert into combination (id, ${COMBINATION_COLUMNS})
           select (select coalesce(max(id), 0) from combination) + row_number() over (order by g.position), ${COMBINATION_COLUMNS}
           from given g where not exists (select 1 from known k where k.position = g.position)
           returning *
         )
         select position::int, id from known
         union all
         select g.position::int, a.id from added a join given g using (${COMBINATION_COLUMNS})`,
        columns,
      );
      return rows;
    });
    for (const { position, id } of ids) this.combinations.set(keys[position - 1] as string, id);
  }
}
