/**
 * Numbers for facet values ("terms") and for their combinations. A writer keeps what it has seen in memory; what is new is
 * added in a transaction of its own, before the events that use it, so that a reader never meets an unknown number. Ids
 * are handed out under a lock: they are gapless and in commit order, and whoever has read up to id n has read them all.
 */
import { hash } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { eventFields } from '@/lib/audit/event-fields';
import type { FacetValues } from '@/lib/audit/facet-values';
import { int4Array } from '@/lib/db/int4-array';
import { lockDictionary } from '@/lib/db/locks';
import { pipelined } from '@/lib/db/pipelined';

/** Forget everything when this many are known: attackers can make values without end, memory has one. */
const MAX_KNOWN = 400_000;

const COMBINATION_COLUMNS = eventFields.map((field) => `"${field.column}"`).join(', ');

type NewTerm = { field: number; value: string };
type Term = NewTerm & { id: number };
/** The terms' numbers of a combination, a field each. */
type Numbers = number[];

const noTerms: readonly Map<string, number>[] = [];

export class Dictionary {
  private terms: Map<string, number>[] = eventFields.map(() => new Map());
  private combinations = new Map<string, number>();
  private termCount = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    private readonly importFileId: string | null,
  ) {}

  /** The combination's number of each row of values, in the same order; `importFileId` is the import that brought them. */
  async encode(rows: readonly FacetValues[], importFileId = this.importFileId): Promise<Int32Array> {
    const known = this.lookUp(rows);
    if (known) return known;
    // One after another: what this one adds is mostly what the next one, of another lane, would add as well.
    const added = this.turn.then(() => this.addMissing(rows, importFileId));
    this.turn = added.catch(() => undefined);
    return added;
  }

  /** Null where something is not known yet. */
  private lookUp(rows: readonly FacetValues[]): Int32Array | null {
    const ids = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const id = this.combinations.get(keyOf(this.numbersOf(rows[i] as FacetValues, noTerms)));
      if (id === undefined) return null;
      ids[i] = id;
    }
    return ids;
  }

  private async addMissing(rows: readonly FacetValues[], importFileId: string | null): Promise<Int32Array> {
    if (this.termCount > MAX_KNOWN || this.combinations.size > MAX_KNOWN) this.forget();
    const known = this.lookUp(rows);
    if (known) return known;
    const { terms, numbers, added } = await this.write(rows, importFileId);
    // Only what is committed is remembered.
    for (const { field, value, id } of terms) (this.terms[field] as Map<string, number>).set(value, id);
    this.termCount += terms.length;
    for (const [key, id] of added) this.combinations.set(key, id);
    return Int32Array.from(numbers, (row) => this.combinations.get(keyOf(row)) as number);
  }

  /** Adds in one transaction what of these rows is not known here; the database may know it already. */
  private async write(
    rows: readonly FacetValues[],
    importFileId: string | null,
  ): Promise<{ terms: Term[]; numbers: Numbers[]; added: [string, number][] }> {
    const unknown = this.unknownTerms(rows);
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      const begin = () => [client.query('begin'), lockDictionary(client)] as const;
      const end = (numbers: readonly Numbers[]) =>
        [addCombinations(client, this.unknownCombinations(numbers)), client.query('commit')] as const;
      if (unknown.length === 0) {
        const numbers = rows.map((row) => this.numbersOf(row, noTerms));
        const [, , added] = await pipelined(client, () => [...begin(), ...end(numbers)] as const);
        return { terms: [], numbers, added };
      }
      const [, , terms] = await pipelined(client, () => [...begin(), addTerms(client, unknown, importFileId)] as const);
      const addedTerms = eventFields.map(() => new Map<string, number>());
      for (const { field, value, id } of terms) (addedTerms[field] as Map<string, number>).set(value, id);
      const numbers = rows.map((row) => this.numbersOf(row, addedTerms));
      const [added] = await pipelined(client, () => end(numbers));
      return { terms, numbers, added };
    } catch (error) {
      await client.query('rollback').catch((rollbackError: Error) => {
        broken = rollbackError;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private forget(): void {
    this.terms = eventFields.map(() => new Map());
    this.combinations = new Map();
    this.termCount = 0;
  }

  /** The numbers of the values, those that are just being added among them; 0 for none, NaN for an unknown one. */
  private numbersOf(values: FacetValues, added: readonly Map<string, number>[]): Numbers {
    const numbers: Numbers = new Array(values.length);
    for (let f = 0; f < values.length; f++) {
      const value = values[f];
      if (value === null || value === undefined) numbers[f] = 0;
      else numbers[f] = this.terms[f]?.get(value) ?? added[f]?.get(value) ?? Number.NaN;
    }
    return numbers;
  }

  private unknownCombinations(rows: readonly Numbers[]): Map<string, Numbers> {
    const unknown = new Map<string, Numbers>();
    for (const numbers of rows) {
      const key = keyOf(numbers);
      if (!this.combinations.has(key)) unknown.set(key, numbers);
    }
    return unknown;
  }

  private unknownTerms(rows: readonly FacetValues[]): NewTerm[] {
    const unknown: NewTerm[] = [];
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
}

async function addTerms(client: ClientBase, unknown: readonly NewTerm[], importFileId: string | null): Promise<Term[]> {
  const fields = unknown.map(({ field }) => (eventFields[field] as (typeof eventFields)[number]).name);
  const values = unknown.map(({ value }) => value);
  const hashes = values.map((value) => hash('sha256', value, 'hex').slice(0, 32));
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
  return rows.map(({ position, id }) => ({ ...(unknown[position - 1] as NewTerm), id }));
}

/** A combination in memory. One that has an unknown value is no combination's. */
function keyOf(numbers: Numbers): string {
  return numbers.join();
}

async function addCombinations(client: ClientBase, unknown: ReadonlyMap<string, Numbers>): Promise<[string, number][]> {
  const keys = [...unknown.keys()];
  // One array a column: unnest takes them side by side.
  const columns = eventFields.map(() => new Int32Array(keys.length));
  let row = 0;
  for (const numbers of unknown.values()) {
    for (let f = 0; f < columns.length; f++) (columns[f] as Int32Array)[row] = numbers[f] as number;
    row++;
  }
  const arrays = columns.map((_, f) => `$${f + 1}::int[]`).join(', ');
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
    columns.map(int4Array),
  );
  return rows.map(({ position, id }) => [keys[position - 1] as string, id]);
}
