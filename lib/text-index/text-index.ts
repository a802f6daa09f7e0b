/**
 * Which blocks a string, or the events of one auditID, can be in. The signatures are read from the database once and kept, some
 * eight bytes an event; blocks without one, because they are new or memory has its limit, can hold everything.
 */
import type { ClientBase, Pool } from 'pg';
import { getPool } from '@/lib/db/pool';
import { bitsOfUuid, mayHold, SIGNATURE_BYTES, signatureBits } from './text-signature';

/** 256 MiB: 32 million events. Beyond, the oldest runs are searched without a signature. */
const MAX_SIGNATURES = 4096;
/** Read from the database at a time. */
const PAGE = 128;
const LAST_SEQ = 2 ** 31 - 1;

type Run = { id: number; clusterId: number; first: number; last: number; minAt: number; maxAt: number };
type Signature = Run & { bits: Uint8Array };

/** Blocks that follow each other. */
export type BlockRange = { clusterId: number; first: number; last: number };

/** Half open, in microseconds. */
export type TimeWindow = { from: number; to: number };

/** Whether something can match, by the strings that can be there. */
export type Possible = (mayHold: (string: Buffer) => boolean) => boolean;

/** Where an auditID can be: runs with the times of their events, and blocks of which nothing is known. */
export type AuditKeyPlaces = { runs: readonly Run[]; unknown: readonly BlockRange[] };

export class TextIndex {
  /** Of each cluster in the order of its blocks. */
  private signatures = new Map<number, Signature[]>();
  private seen = '';
  private updating: Promise<unknown> = Promise.resolve();

  /**
   * The blocks that can be of interest: `possible` says so when told which strings they may hold (where it is told false,
   * none of their events holds it). Blocks that are not in the window may be among them.
   */
  narrow(client: ClientBase, window: TimeWindow, possible: Possible): Promise<BlockRange[]> {
    return this.inTurn(client, () => {
      const bits = new Map<Uint8Array, Uint32Array>();
      const bitsOf = (string: Uint8Array) => {
        const known = bits.get(string) ?? signatureBits(string);
        bits.set(string, known);
        return known;
      };
      const { runs, unknown } = this.select(window, (held) => possible((string) => mayHold(held, bitsOf(string))));
      return joined([...runs, ...unknown]);
    });
  }

  /** `key` as in `event.audit_key`. */
  narrowByAuditKey(client: ClientBase, window: TimeWindow, key: string): Promise<AuditKeyPlaces> {
    const bits = bitsOfUuid(key);
    return this.inTurn(client, () => this.select(window, (held) => mayHold(held, bits)));
  }

  /** One at a time: the answer is of the signatures that this very snapshot has. */
  private inTurn<T>(client: ClientBase, answer: () => T): Promise<T> {
    const turn = this.updating.then(async () => {
      await this.catchUp(client);
      return answer();
    });
    this.updating = turn.catch(() => undefined);
    return turn;
  }

  private select(
    window: TimeWindow,
    passes: (held: Uint8Array) => boolean,
  ): { runs: Signature[]; unknown: BlockRange[] } {
    const runs: Signature[] = [];
    const unknown: BlockRange[] = [];
    for (const [clusterId, signatures] of this.signatures) {
      let next = 1;
      for (const signature of signatures) {
        if (signature.first > next) unknown.push({ clusterId, first: next, last: signature.first - 1 });
        next = signature.last + 1;
        if (signature.maxAt < window.from || signature.minAt >= window.to) continue;
        if (passes(signature.bits)) runs.push(signature);
      }
      unknown.push({ clusterId, first: next, last: LAST_SEQ });
    }
    return { runs, unknown };
  }

  /** A reindex takes signatures away, and others come in their place: numbers are never used again. */
  private async catchUp(client: ClientBase): Promise<void> {
    const { rows: states } = await client.query<{ state: string }>(
      `select concat_ws(' ', (select count(*) from cluster), count(*), sum(id)) as state from text_signature`,
    );
    const state = states[0]?.state ?? '';
    if (state === this.seen) return;
    const { rows: clusters } = await client.query<{ id: number }>('select id from cluster order by id');
    const { rows: runs } = await client.query<Run>(
      `select id, cluster_id as "clusterId", first_seq as first, last_seq as last, min_at as "minAt", max_at as "maxAt"
       from text_signature order by max_at desc, id desc limit ${MAX_SIGNATURES}`,
    );
    const known = new Map([...this.signatures.values()].flat().map((signature) => [signature.id, signature]));
    const missing = runs.filter(({ id }) => !known.has(id));
    for (let i = 0; i < missing.length; i += PAGE) await readBits(client, missing.slice(i, i + PAGE), known);
    const signatures = new Map<number, Signature[]>(clusters.map(({ id }) => [id, []]));
    for (const { id, clusterId } of runs) signatures.get(clusterId)?.push(known.get(id) as Signature);
    for (const ofCluster of signatures.values()) ofCluster.sort((a, b) => a.first - b.first);
    this.signatures = signatures;
    this.seen = state;
  }
}

async function readBits(client: ClientBase, runs: readonly Run[], known: Map<number, Signature>): Promise<void> {
  const { rows } = await client.query<{ id: number; bits: Buffer }>({
    text: 'select id, bits from text_signature where id = any($1::bigint[])',
    values: [runs.map(({ id }) => id)],
  });
  const bitsOf = new Map(rows.map(({ id, bits }) => [id, bits]));
  for (const run of runs) {
    const bits = bitsOf.get(run.id);
    if (bits?.length !== SIGNATURE_BYTES)
      throw new Error(`the text signature of blocks ${run.first} to ${run.last} is cut off`);
    known.set(run.id, { ...run, bits: Uint8Array.from(bits) });
  }
}

/** In order, those that touch each other as one. */
function joined(ranges: readonly BlockRange[]): BlockRange[] {
  const sorted = [...ranges].sort((a, b) => a.clusterId - b.clusterId || a.first - b.first);
  const result: BlockRange[] = [];
  for (const { clusterId, first, last } of sorted) {
    const before = result[result.length - 1];
    if (before?.clusterId === clusterId && before.last + 1 === first) before.last = last;
    else result.push({ clusterId, first, last });
  }
  return result;
}

const KEY = Symbol.for('plumbline.text-index');

/** The index of this process's database; Next's bundles share it. */
export function getTextIndex(pool: Pool = getPool()): TextIndex {
  const holder = globalThis as typeof globalThis & { [KEY]?: { pool: Pool; index: TextIndex } };
  if (holder[KEY]?.pool !== pool) holder[KEY] = { pool, index: new TextIndex() };
  return holder[KEY].index;
}
