/**
 * All counts, in memory, exact and current. Days are always there; the hours of a day are read when a question first needs
 * them. Each evidence block carries what it added to the counts, and blocks have a gapless sequence per cluster in commit
 * order: keeping up is reading the blocks above the last one seen. A question brings the cube up to date first, so an
 * answer never lags behind what is committed. A reindex leaves its corrections in a sequence of the same kind.
 *
 * Measured against SQL on 10 million events: 14 ms here, 143 ms for the same facets by grouping (architecture.md).
 */
import type { Pool, PoolClient } from 'pg';
import { MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { visitCounts } from '@/lib/evidence/block-counts';
import { CountChunk } from '@/lib/search/count-chunk';
import { dayCounts, hourCounts, readCounts } from '@/lib/search/read-counts';
import { TermDictionary } from '@/lib/search/term-dictionary';

/** Hourly counts kept in memory, 12 bytes each; beyond that the least recently used days are dropped. */
const MAX_HOUR_ENTRIES = 30_000_000;
/** Bounds of what a smallint-free int4 column of days can hold. */
const ALL_DAYS: [number, number] = [-2_147_483_648, 2_147_483_647];

/** Windows whose sums are kept, 8 bytes a combination each. */
const MAX_KEPT_SUMS = 8;

export type HourRange = { from: number; to: number };

/** How far a cluster's blocks, and the corrections of their counts, go. */
type Head = { id: number; seq: number; step: number };

/** Up to where the database was read; `marker` is the last one of what was pruned. */
type Heads = { clusters: Head[]; marker: number };

export class CountCube {
  /** Another one after the dictionary itself was mended. */
  dictionary = new TermDictionary();
  private readonly days = new Map<number, CountChunk>();
  /** In order of use, the least recent first. */
  private readonly hours = new Map<number, CountChunk>();
  private readonly keptSums = new Map<string, Float64Array>();
  private readonly seenBlocks = new Map<number, number>();
  private readonly seenSteps = new Map<number, number>();
  private seenMarker = 0;
  private loaded = false;
  private updating: Promise<void> = Promise.resolve();

  constructor(private readonly pool: Pool) {}

  /**
   * Makes the cube current and the hours of the days that `hourDays` names present, then calls `answer`, which may visit
   * them. One at a time: a second caller waits for the first and then finds little left to do.
   */
  async ask<T>(hourDays: () => Iterable<number>, answer: () => T): Promise<T> {
    const turn = this.updating.then(async () => {
      await this.update(hourDays);
      return answer();
    });
    this.updating = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  /** First and last day with events, null when there is none. */
  dayBounds(): { first: number; last: number } | null {
    if (this.days.size === 0) return null;
    let first = Infinity;
    let last = -Infinity;
    for (const day of this.days.keys()) {
      if (day < first) first = day;
      if (day > last) last = day;
    }
    return { first, last };
  }

  /** All days with events, in no order. */
  dayNumbers(): Iterable<number> {
    return this.days.keys();
  }

  /** Visits the counts of all days in [from, to), a day at a time or an hour at a time; `time` is the start. */
  visit(
    hours: HourRange,
    resolution: 'day' | 'hour',
    visitor: (time: Microseconds, combination: number, count: number) => void,
  ): void {
    for (const [day, chunk] of this.days) {
      const firstHour = day * 24;
      if (firstHour + 24 <= hours.from || firstHour >= hours.to) continue;
      const whole = firstHour >= hours.from && firstHour + 24 <= hours.to;
      if (whole && resolution === 'day') {
        const { combinations, counts, length } = chunk;
        const time = day * MICROSECONDS_PER_DAY;
        for (let i = 0; i < length; i++) visitor(time, combinations[i] as number, counts[i] as number);
      } else {
        this.visitHours(day, hours, visitor);
      }
    }
  }

  /**
   * Events by combination over these hours. One screen asks a dozen questions of the same window: the sums are kept until
   * something is added. Not to be changed by the caller.
   */
  sums(hours: HourRange): Float64Array {
    const key = `${hours.from} ${hours.to}`;
    let sums = this.keptSums.get(key);
    if (!sums) {
      sums = new Float64Array(this.dictionary.combinationCount + 1);
      const column = sums;
      this.visit(hours, 'day', (_, combination, count) => {
        column[combination] = (column[combination] as number) + count;
      });
      if (this.keptSums.size >= MAX_KEPT_SUMS) this.keptSums.clear();
      this.keptSums.set(key, sums);
    }
    return sums;
  }

  /**
   * Adds up the events of these hours by bucket and series, a day at a time: `seriesOf` says by combination to which series its
   * events belong (-1: to none), `placeOf` where in `sums` the bucket of an instant begins (-1: nowhere). What `visit` would say
   * with a call a count; there are millions of counts.
   */
  addUp(
    hours: HourRange,
    resolution: 'day' | 'hour',
    seriesOf: Int8Array,
    placeOf: (time: Microseconds) => number,
    sums: Float64Array,
  ): void {
    const places = new Int32Array(24);
    for (const [day, chunk] of this.days) {
      const firstHour = day * 24;
      if (firstHour + 24 <= hours.from || firstHour >= hours.to) continue;
      const whole = firstHour >= hours.from && firstHour + 24 <= hours.to;
      if (whole && resolution === 'day') {
        const place = placeOf(day * MICROSECONDS_PER_DAY);
        if (place >= 0) addUpDay(chunk, place, seriesOf, sums);
        continue;
      }
      for (let h = 0; h < 24; h++) {
        const hour = firstHour + h;
        places[h] = hour >= hours.from && hour < hours.to ? placeOf(hour * MICROSECONDS_PER_HOUR) : -1;
      }
      if (places.every((place) => place < 0)) continue;
      addUpHours(this.hoursOf(day), firstHour, places, seriesOf, sums);
    }
  }

  /** Events of a whole day for whose combination `isWanted` is 0; -1 is none. */
  sumDay(day: number, isWanted: Int8Array): number {
    const sum = new Float64Array(1);
    const chunk = this.days.get(day);
    if (chunk) addUpDay(chunk, 0, isWanted, sum);
    return sum[0] as number;
  }

  /** The same by hour, of these days as far as they are in the range; hours without any are left out. */
  hourSums(days: Iterable<number>, range: HourRange, isWanted: Int8Array): [hour: number, count: number][] {
    const found: [number, number][] = [];
    const places = Int32Array.from({ length: 24 }, (_, hour) => hour);
    for (const day of new Set(days)) {
      const sums = new Float64Array(24);
      addUpHours(this.hoursOf(day), day * 24, places, isWanted, sums);
      sums.forEach((count, place) => {
        const hour = day * 24 + place;
        if (count > 0 && hour >= range.from && hour < range.to) found.push([hour, count]);
      });
    }
    return found;
  }

  /** Marks the combinations of which there is an event on these days. */
  markPresent(days: Iterable<number>, marks: Uint8Array): void {
    for (const day of days) {
      const chunk = this.days.get(day);
      if (!chunk) continue;
      for (let i = 0; i < chunk.length; i++) marks[chunk.combinations[i] as number] = 1;
    }
  }

  private hoursOf(day: number): CountChunk {
    const chunk = this.hours.get(day);
    if (!chunk) throw new Error(`the hours of day ${day} were not asked for`);
    return chunk;
  }

  private visitHours(
    day: number,
    range: HourRange,
    visitor: (time: Microseconds, combination: number, count: number) => void,
  ): void {
    const { times, combinations, counts, length } = this.hoursOf(day);
    for (let i = 0; i < length; i++) {
      const hour = times[i] as number;
      if (hour >= range.from && hour < range.to) {
        visitor(hour * MICROSECONDS_PER_HOUR, combinations[i] as number, counts[i] as number);
      }
    }
  }

  private async update(hourDays: () => Iterable<number>): Promise<void> {
    const heads = await this.readHeads(this.pool);
    const wanted = this.loaded ? this.missingHours(hourDays) : [];
    if (this.loaded && wanted.length === 0 && this.isCurrent(heads)) return;
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      // One snapshot: blocks, counts and dictionary of the same instant.
      await client.query('begin isolation level repeatable read read only');
      const snapshot = await this.readHeads(client);
      if (this.loaded && (await this.isMended(client, snapshot.clusters))) this.forget();
      await this.dictionary.catchUp(client);
      if (this.loaded) {
        await this.applyBlocks(client, snapshot.clusters);
        await this.reloadPruned(client, snapshot);
      } else await this.loadDays(client, snapshot);
      await this.loadHours(client, this.missingHours(hourDays));
      await client.query('commit');
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      // What was half read must not be taken for whole: begin anew at the next question.
      this.forget();
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async readHeads(client: Pool | PoolClient): Promise<Heads> {
    const { rows } = await client.query<Omit<Head, 'id'> & { id: number | null; marker: number }>(
      `select c.id, coalesce((select max(b.seq) from evidence_block b where b.cluster_id = c.id), 0) as seq,
         coalesce((select max(k.step) from count_correction k where k.cluster_id = c.id), 0) as step, m.marker
       from (select coalesce(max(id), 0) as marker from prune_marker) m left join cluster c on true`,
    );
    const clusters = rows.flatMap(({ id, seq, step }) => (id === null ? [] : [{ id, seq, step }]));
    return { clusters, marker: rows[0]?.marker ?? 0 };
  }

  private isCurrent({ clusters, marker }: Heads): boolean {
    return marker === this.seenMarker && clusters.every((head) => this.hasSeen(head));
  }

  private hasSeen({ id, seq, step }: Head): boolean {
    return this.seenBlocks.get(id) === seq && this.seenSteps.get(id) === step;
  }

  private setSeen({ id, seq, step }: Head): void {
    this.seenBlocks.set(id, seq);
    this.seenSteps.set(id, step);
  }

  /** Whether what is known here may be what was wrong. */
  private async isMended(client: PoolClient, snapshot: Head[]): Promise<boolean> {
    for (const { id, step } of snapshot) {
      const seen = this.seenSteps.get(id) ?? 0;
      if (step === seen) continue;
      const { rows } = await client.query(
        'select from count_correction where cluster_id = $1 and step > $2 and block_seq is null limit 1',
        [id, seen],
      );
      if (rows.length > 0) return true;
    }
    return false;
  }

  private forget(): void {
    this.loaded = false;
    this.dictionary = new TermDictionary();
    this.days.clear();
    this.hours.clear();
    this.keptSums.clear();
    this.seenBlocks.clear();
    this.seenSteps.clear();
    this.seenMarker = 0;
  }

  private async loadDays(client: PoolClient, snapshot: Heads): Promise<void> {
    this.days.clear();
    this.keptSums.clear();
    await readCounts(client, dayCounts, ...ALL_DAYS, (day, combination, count) =>
      this.dayChunk(day).append(day, combination, count),
    );
    for (const head of snapshot.clusters) this.setSeen(head);
    this.seenMarker = snapshot.marker;
    this.loaded = true;
  }

  private async applyBlocks(client: PoolClient, heads: Head[]): Promise<void> {
    for (const head of heads) {
      if (this.hasSeen(head)) continue;
      const { id, seq, step } = head;
      const { rows } = await client.query<{ counts: Buffer }>(
        `select counts from evidence_block where cluster_id = $1 and seq > $2 and seq <= $3
         union all
         select counts from count_correction where cluster_id = $1 and step > $4 and step <= $5`,
        [id, this.seenBlocks.get(id) ?? 0, seq, this.seenSteps.get(id) ?? 0, step],
      );
      for (const { counts } of rows) visitCounts(counts, (hour, combination, n) => this.addCount(hour, combination, n));
      this.keptSums.clear();
      this.setSeen(head);
    }
  }

  /** Blocks without bytes no longer say what they had added: their days are taken from the tables of the same snapshot. */
  private async reloadPruned(client: PoolClient, { marker }: Heads): Promise<void> {
    if (marker === this.seenMarker) return;
    const { rows } = await client.query<{ first: number; last: number }>(
      `select distinct floor(b.min_at / $2::float8) as first, floor(b.max_at / $2::float8) as last
       from prune_marker m
       join evidence_block b on b.cluster_id = m.cluster_id and b.seq between m.first_seq and m.last_seq
       where m.id > $1`,
      [this.seenMarker, MICROSECONDS_PER_DAY],
    );
    // Events with made-up times can span years of which nothing is held.
    const days = [...this.days.keys()].filter((day) => rows.some(({ first, last }) => day >= first && day <= last));
    for (const day of days) {
      this.days.delete(day);
      this.hours.delete(day);
      await readCounts(client, dayCounts, day, day + 1, (_, combination, count) =>
        this.dayChunk(day).append(day, combination, count),
      );
    }
    this.keptSums.clear();
    this.seenMarker = marker;
  }

  private addCount(hour: number, combination: number, n: number): void {
    const day = Math.floor(hour / 24);
    this.dayChunk(day).add(day, combination, n);
    this.hours.get(day)?.add(hour, combination, n);
  }

  private missingHours(hourDays: () => Iterable<number>): number[] {
    const missing: number[] = [];
    for (const day of hourDays()) {
      if (!this.days.has(day)) continue;
      const chunk = this.hours.get(day);
      if (chunk) {
        // Most recently used goes last.
        this.hours.delete(day);
        this.hours.set(day, chunk);
      } else {
        missing.push(day);
      }
    }
    return missing.sort((a, b) => a - b);
  }

  private async loadHours(client: PoolClient, days: number[]): Promise<void> {
    for (let i = 0; i < days.length; ) {
      let end = i + 1;
      while (end < days.length && days[end] === (days[end - 1] as number) + 1) end++;
      const from = days[i] as number;
      const to = (days[end - 1] as number) + 1;
      for (let day = from; day < to; day++) this.hours.set(day, new CountChunk());
      await readCounts(client, hourCounts, from * 24, to * 24, (hour, combination, count) => {
        this.hours.get(Math.floor(hour / 24))?.append(hour, combination, count);
      });
      i = end;
    }
    if (days.length > 0) this.dropOldHours(new Set(days));
  }

  private dropOldHours(keep: ReadonlySet<number>): void {
    let entries = 0;
    for (const chunk of this.hours.values()) entries += chunk.length;
    for (const [day, chunk] of this.hours) {
      if (entries <= MAX_HOUR_ENTRIES) return;
      if (keep.has(day)) continue;
      this.hours.delete(day);
      entries -= chunk.length;
    }
  }

  private dayChunk(day: number): CountChunk {
    let chunk = this.days.get(day);
    if (!chunk) {
      chunk = new CountChunk();
      this.days.set(day, chunk);
    }
    return chunk;
  }
}

function addUpDay(chunk: CountChunk, place: number, seriesOf: Int8Array, sums: Float64Array): void {
  const { combinations, counts, length } = chunk;
  for (let i = 0; i < length; i++) {
    const series = seriesOf[combinations[i] as number] as number;
    if (series >= 0) sums[place + series] = (sums[place + series] as number) + (counts[i] as number);
  }
}

function addUpHours(
  chunk: CountChunk,
  firstHour: number,
  places: Int32Array,
  seriesOf: Int8Array,
  sums: Float64Array,
): void {
  const { times, combinations, counts, length } = chunk;
  for (let i = 0; i < length; i++) {
    const series = seriesOf[combinations[i] as number] as number;
    if (series < 0) continue;
    const place = places[(times[i] as number) - firstHour] as number;
    if (place >= 0) sums[place + series] = (sums[place + series] as number) + (counts[i] as number);
  }
}

const KEY = Symbol.for('plumbline.count-cube');

/** The cube of this process's database; Next's bundles share it. */
export function getCountCube(pool: Pool = getPool()): CountCube {
  const holder = globalThis as typeof globalThis & { [KEY]?: { pool: Pool; cube: CountCube } };
  if (holder[KEY]?.pool !== pool) holder[KEY] = { pool, cube: new CountCube(pool) };
  return holder[KEY].cube;
}
