/**
 * Which blocks a string can be in. The signatures are read from the database once and kept, some four bytes an event; blocks
 * without one, because they are new or memory has its limit, can hold everything.
 */
import type { ClientBase, Pool } from 'pg';
import { getPool } from '@/lib/db/pool';
import { mayHold, SIGNATURE_BYTES, signatureBits } from './text-signature';

/** 256 MiB: 64 million events. Beyond, the oldest runs are searched without a signature. */
const MAX_SIGNATURES = 8192;
/** Read from the database at a time. */
const PAGE = 256;

type Signature = { first: number; last: number; bits: Uint8Array };

export type BlockPlace = { clusterId: number; seq: number };

/** Whether something can match, by the strings that can be there. */
export type Possible = (mayHold: (string: Buffer) => boolean) => boolean;

export class TextIndex {
  /** Of each cluster in order. */
  private readonly signatures = new Map<number, Signature[]>();
  private count = 0;
  private updating: Promise<void> = Promise.resolve();

  /**
   * Those of the blocks that can be of interest, in the same order: `possible` says so when told which strings a block may
   * hold (where it is told false, none of its events holds it).
   */
  async narrow<B extends BlockPlace>(client: ClientBase, blocks: readonly B[], possible: Possible): Promise<B[]> {
    // One at a time: two questions at once would read the same signatures twice.
    const turn = this.updating.then(() => this.catchUp(client));
    this.updating = turn.catch(() => undefined);
    await turn;
    const bits = new Map<Uint8Array, Uint32Array>();
    const bitsOf = (string: Uint8Array) => {
      const known = bits.get(string) ?? signatureBits(string);
      bits.set(string, known);
      return known;
    };
    const verdicts = new Map<Signature, boolean>();
    return blocks.filter(({ clusterId, seq }) => {
      const signature = this.find(clusterId, seq);
      if (!signature) return true;
      const verdict = verdicts.get(signature) ?? possible((string) => mayHold(signature.bits, bitsOf(string)));
      verdicts.set(signature, verdict);
      return verdict;
    });
  }

  private find(clusterId: number, seq: number): Signature | undefined {
    const all = this.signatures.get(clusterId);
    if (!all) return undefined;
    let low = 0;
    let high = all.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const signature = all[middle] as Signature;
      if (seq < signature.first) high = middle - 1;
      else if (seq > signature.last) low = middle + 1;
      else return signature;
    }
    return undefined;
  }

  private async catchUp(client: ClientBase): Promise<void> {
    const { rows } = await client.query<{ id: number }>('select id from cluster');
    for (const { id } of rows) {
      const known = this.signatures.get(id) ?? [];
      this.signatures.set(id, known);
      for (let more = true; more; ) more = await this.readPage(client, id, known);
    }
  }

  private async readPage(client: ClientBase, clusterId: number, known: Signature[]): Promise<boolean> {
    const { rows } = await client.query<Signature & { bits: Buffer }>({
      text: `select first_seq as first, last_seq as last, bits from text_signature
             where cluster_id = $1 and first_seq > $2 order by first_seq limit ${PAGE}`,
      values: [clusterId, known[known.length - 1]?.last ?? 0],
    });
    for (const { first, last, bits } of rows) {
      if (bits.length !== SIGNATURE_BYTES)
        throw new Error(`the text signature of blocks ${first} to ${last} is cut off`);
      known.push({ first, last, bits: Uint8Array.from(bits) });
      if (++this.count > MAX_SIGNATURES) this.dropOldest();
    }
    return rows.length === PAGE;
  }

  private dropOldest(): void {
    let largest: Signature[] = [];
    for (const signatures of this.signatures.values()) if (signatures.length > largest.length) largest = signatures;
    largest.shift();
    this.count--;
  }
}

const KEY = Symbol.for('plumbline.text-index');

/** The index of this process's database; Next's bundles share it. */
export function getTextIndex(pool: Pool = getPool()): TextIndex {
  const holder = globalThis as typeof globalThis & { [KEY]?: { pool: Pool; index: TextIndex } };
  if (holder[KEY]?.pool !== pool) holder[KEY] = { pool, index: new TextIndex() };
  return holder[KEY].index;
}
