/**
 * Which events an export holds, as one bit an event: found before the first byte is written, so that the number is known
 * then, and so that a block of evidence is let go as soon as its last wanted event is written. A million events take some
 * 130 kB, however many conditions chose them.
 */
export class WantedEvents {
  total = 0;
  private readonly blocks = new Map<number, { bits: Uint8Array; count: number }>();

  /** Answers whether the event is new here. */
  add(clusterId: number, seq: number, ordinal: number): boolean {
    const key = keyOf(clusterId, seq);
    let block = this.blocks.get(key);
    if (!block) {
      block = { bits: new Uint8Array((ordinal >> 3) + 32), count: 0 };
      this.blocks.set(key, block);
    }
    const place = ordinal >> 3;
    if (place >= block.bits.length) {
      const grown = new Uint8Array(place * 2);
      grown.set(block.bits);
      block.bits = grown;
    }
    const bit = 1 << (ordinal & 7);
    if (((block.bits[place] as number) & bit) !== 0) return false;
    block.bits[place] = (block.bits[place] as number) | bit;
    block.count++;
    this.total++;
    return true;
  }

  has(clusterId: number, seq: number, ordinal: number): boolean {
    const block = this.blocks.get(keyOf(clusterId, seq));
    return block !== undefined && (((block.bits[ordinal >> 3] ?? 0) >> (ordinal & 7)) & 1) === 1;
  }

  /** Takes all that another has. */
  addAll(other: WantedEvents): void {
    for (const { clusterId, seq, ordinals } of other.places()) {
      for (const ordinal of ordinals) this.add(clusterId, seq, ordinal);
    }
  }

  /** Block by block in the order of the logs. */
  *places(): Generator<{ clusterId: number; seq: number; ordinals: number[] }, void, void> {
    for (const key of [...this.blocks.keys()].sort((a, b) => a - b)) {
      const bits = (this.blocks.get(key) as { bits: Uint8Array }).bits;
      const ordinals: number[] = [];
      for (let i = 0; i < bits.length * 8; i++) if ((((bits[i >> 3] ?? 0) >> (i & 7)) & 1) === 1) ordinals.push(i);
      yield { clusterId: Math.floor(key / SEQUENCES), seq: key % SEQUENCES, ordinals };
    }
  }

  /** How many events of the block are wanted. */
  countIn(clusterId: number, seq: number): number {
    return this.blocks.get(keyOf(clusterId, seq))?.count ?? 0;
  }

  /** By cluster: first and last block with a wanted event, and how many blocks have one. */
  blockRanges(): Map<number, { first: number; last: number; blocks: number; events: number }> {
    const ranges = new Map<number, { first: number; last: number; blocks: number; events: number }>();
    for (const [key, { count }] of this.blocks) {
      const clusterId = Math.floor(key / SEQUENCES);
      const seq = key % SEQUENCES;
      const range = ranges.get(clusterId) ?? { first: seq, last: seq, blocks: 0, events: 0 };
      range.first = Math.min(range.first, seq);
      range.last = Math.max(range.last, seq);
      range.blocks++;
      range.events += count;
      ranges.set(clusterId, range);
    }
    return ranges;
  }
}

const SEQUENCES = 2 ** 31;

function keyOf(clusterId: number, seq: number): number {
  return clusterId * SEQUENCES + seq;
}
