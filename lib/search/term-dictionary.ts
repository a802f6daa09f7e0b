/**
 * The dictionary of facet values and their combinations, in memory. Both only ever grow, with gapless ids in commit order,
 * so keeping up is "give me what is above the last id", and a number once known never changes its meaning.
 *
 * One Int32Array a field, indexed by combination: a filter over fields is then a pass over some ten thousand numbers, and
 * a facet a sum by term (all 17 facets of 10 million events: about 10 ms).
 */
import type { ClientBase } from 'pg';
import { type EventFieldName, eventFields } from '@/lib/audit/event-fields';
import { readCopiedRows } from '@/lib/search/copied-rows';

export class TermDictionary {
  /** Value of each term, by its id. */
  readonly values: string[] = [''];
  /** Term of each field (in the field table's order), by combination; 0 = missing. */
  readonly columns: Int32Array[] = eventFields.map(() => new Int32Array(1024));
  /** Highest combination known. */
  combinationCount = 0;
  /** Ids of the terms of each field. */
  private readonly termsByField = new Map<string, number[]>(eventFields.map((field) => [field.name, []]));

  /** By term: which one of its field's it is, from 1. */
  places: Int32Array = new Int32Array(1024);

  get termCount(): number {
    return this.values.length - 1;
  }

  termsOf(field: EventFieldName): readonly number[] {
    return this.termsByField.get(field) ?? [];
  }

  /** Reads what was added since. Call it within the snapshot whose rows are to be understood. */
  async catchUp(client: ClientBase): Promise<void> {
    const terms = await client.query<[number, string, string]>({
      text: 'select id, field, value from term where id > $1 order by id',
      values: [this.termCount],
      rowMode: 'array',
    });
    for (const [id, field, value] of terms.rows) {
      this.values[id] = value;
      if (id >= this.places.length) this.places = grown(this.places);
      this.places[id] = this.termsByField.get(field)?.push(id) ?? 0;
    }
    const columns = eventFields.map((field) => `"${field.column}"`).join(', ');
    const query = `select id, ${columns} from combination where id > ${this.combinationCount} order by id`;
    await readCopiedRows(client, query, eventFields.length + 1, (row) => {
      const id = row[0] as number;
      this.makeRoom(id);
      for (let f = 0; f < eventFields.length; f++) (this.columns[f] as Int32Array)[id] = row[f + 1] as number;
      this.combinationCount = id;
    });
  }

  private makeRoom(id: number): void {
    const size = (this.columns[0] as Int32Array).length;
    if (id < size) return;
    for (let f = 0; f < this.columns.length; f++) {
      this.columns[f] = grown(this.columns[f] as Int32Array);
    }
  }
}

/** Twice as long. */
function grown(column: Int32Array): Int32Array {
  const longer = new Int32Array(2 * column.length);
  longer.set(column);
  return longer;
}
