/**
 * Writes what one source sends. While one transaction is being committed, what arrives is parsed and waits; then all of it
 * goes into the next one together. So many small requests cost few commits, and none waits for more than the commit before.
 */
import type { Pool } from 'pg';
import { MICROSECONDS_PER_DAY, type Microseconds } from '@/lib/audit/microseconds';
import type { RedactionKey } from '@/lib/audit/redaction/mark-of';
import { badInput } from '@/lib/ingest/bad-input';
import { BatchParser } from '@/lib/ingest/batch-parser';
import { clusterRedactionKey } from '@/lib/ingest/cluster-redaction-key';
import { Dictionary } from '@/lib/ingest/dictionary';
import type { ValueBatch } from '@/lib/ingest/value-batch';
import { BatchWriter, type WriteResult } from '@/lib/ingest/write-batch';
import { BatchEncoder, ParseFault, type SourceBatch } from './batch-encoder';
import { ensureDayRecord } from './day-record';
import { addIngestCounts, type IngestCounts, noIngestCounts } from './ingest-counts';
import type { IngestSource } from './ingest-source';
import { joinBatches } from './join-batches';
import { type Received, recordReceived } from './record-received';
import { SeenAuditIDs } from './seen-audit-ids';
import { setOffendersAside } from './set-offenders-aside';
import { singleValues } from './single-values';
import { readStageTimes } from './stage-times';

/** Of one transaction: some 0.3 s, so that the last to come is not long behind the first. */
const GROUP_EVENTS = 4000;
const GROUP_BYTES = 8 * 1024 * 1024;

/** How long a turned switch of the redaction may go unnoticed. */
const REDACTION_MS = 2000;

/** Values of one request, or a part of them. */
export type Part = { values: ValueBatch; receivedAt: Microseconds; bytes: number; requests: number };

type Waiting = Part & {
  day: Day;
  encoded: SourceBatch;
  resolve(counts: IngestCounts): void;
  reject(error: unknown): void;
};

type Day = { importFileId: string; writer: BatchWriter; dictionary: Dictionary };

export class SourceWriter {
  private day: Promise<Day> | null = null;
  private dayName = '';
  private encoder: BatchEncoder | null = null;
  private redaction: { key: Promise<RedactionKey | null>; askedAt: number } | null = null;
  private waiting: Waiting[] = [];
  private writing = false;
  private readonly seen = new SeenAuditIDs();
  /** Days of events that were stored since they were taken last: their counts have rows to fold. */
  private touchedDays = new Set<number>();
  lastUsed = performance.now();

  constructor(
    private readonly pool: Pool,
    private readonly source: IngestSource,
  ) {}

  get isIdle(): boolean {
    return !this.writing && this.waiting.length === 0;
  }

  takeTouchedDays(): number[] {
    const days = [...this.touchedDays];
    this.touchedDays = new Set();
    return days;
  }

  /** What became of the values, once they are committed. */
  async write(part: Part): Promise<IngestCounts> {
    this.lastUsed = performance.now();
    const day = await this.openDay(part.receivedAt);
    const encoded = await this.encode(day, part.values);
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...part, day, encoded, resolve, reject });
      if (!this.writing) void this.writeAll();
    });
  }

  /** Parses and says what would be taken; stores nothing, not even a value's number. */
  rehearse(values: ValueBatch): IngestCounts {
    const batch = new BatchParser(this.source.cluster, null, null).parse(values);
    const quarantined = batch.quarantined.length;
    return { ...noIngestCounts(), received: batch.count + quarantined, quarantined, skipped: sum(batch.skipped) };
  }

  private async openDay(receivedAt: Microseconds): Promise<Day> {
    const name = new Date(receivedAt / 1000).toISOString().slice(0, 10);
    if (!this.day || this.dayName !== name) {
      this.dayName = name;
      const opening = ensureDayRecord(this.pool, this.source, name).then((importFileId) => ({
        importFileId,
        writer: new BatchWriter(this.pool, this.source.clusterId, importFileId),
        dictionary: new Dictionary(this.pool, importFileId),
      }));
      this.day = opening;
      this.encoder = null;
      opening.catch(() => {
        if (this.day === opening) this.day = null;
      });
    }
    return this.day;
  }

  private async encode(day: Day, values: ValueBatch): Promise<SourceBatch> {
    const key = await this.redactionKey();
    // The switch was turned: what comes from now on is parsed the other way.
    if (this.encoder && (this.encoder.redactionKey === null) !== (key === null)) this.encoder = null;
    if (!this.encoder || this.encoder.isSpent())
      this.encoder = new BatchEncoder(this.source.cluster, day.dictionary, key);
    try {
      return await this.encoder.encode(values);
    } catch (error) {
      if (!(error instanceof ParseFault)) throw error;
      console.error('The parser failed on an event, which is quarantined:', error.cause);
      this.encoder = new BatchEncoder(this.source.cluster, day.dictionary, key);
      return this.encoder.encode(setOffendersAside(values, this.source.cluster, key));
    }
  }

  /** Asked again every few seconds: the cluster's switch can be turned while its sources send. */
  private redactionKey(): Promise<RedactionKey | null> {
    const now = performance.now();
    if (!this.redaction || now - this.redaction.askedAt > REDACTION_MS) {
      const key = clusterRedactionKey(this.pool, this.source.clusterId);
      this.redaction = { key, askedAt: now };
      key.catch(() => {
        this.redaction = null;
      });
    }
    return this.redaction.key;
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    for (let group = this.takeGroup(); group.length > 0; group = this.takeGroup()) {
      try {
        const counts = await this.writeGroup(group);
        group.forEach((part, i) => {
          part.resolve(counts[i] as IngestCounts);
        });
      } catch (error) {
        if (!isAboutData(error)) for (const part of group) part.reject(error);
        else for (const part of group) await this.writeOneByOne(part).then(part.resolve, part.reject);
      }
    }
    this.writing = false;
  }

  /** The first that wait, of one day. */
  private takeGroup(): Waiting[] {
    let events = 0;
    let bytes = 0;
    let n = 0;
    for (const { encoded, day } of this.waiting) {
      events += encoded.batch.count;
      bytes += encoded.batch.bytes.length;
      if (n > 0 && (events > GROUP_EVENTS || bytes > GROUP_BYTES)) break;
      if (day !== this.waiting[0]?.day) break;
      n++;
    }
    return this.waiting.splice(0, n);
  }

  private async writeGroup(group: readonly Waiting[]): Promise<IngestCounts[]> {
    const { importFileId, writer } = (group[0] as Waiting).day;
    const joined = joinBatches(group.map((part) => part.encoded));
    const prepared = await writer.prepare(joined);
    let counts: IngestCounts[] = [];
    const { fresh } = await writer.commit(prepared, async (client, result) => {
      counts = shareOut(group, result);
      await recordReceived(client, joined.batch, this.describe(importFileId, group, joined.batch, result, counts));
    });
    for (const i of fresh) this.touchedDays.add(Math.floor((joined.batch.at[i] as number) / MICROSECONDS_PER_DAY));
    return counts;
  }

  private describe(
    importFileId: string,
    group: readonly Waiting[],
    batch: SourceBatch['batch'],
    { fresh }: WriteResult,
    counts: readonly IngestCounts[],
  ): Received {
    const receivedAt = Math.max(...group.map((part) => part.receivedAt));
    const hex = (column: Uint8Array, i: number) =>
      Buffer.from(column.buffer, column.byteOffset + 16 * i, 16).toString('latin1');
    const stages = group.flatMap((part) => part.encoded.stages);
    let reusedAuditIDs = 0;
    for (const i of fresh) {
      if (this.seen.add(hex(batch.auditKeys, i), stages[i] ?? '', hex(batch.hashes, i))) reusedAuditIDs++;
    }
    return {
      tokenId: this.source.id,
      importFileId,
      at: receivedAt,
      requests: group.reduce((n, part) => n + part.requests, 0),
      bytes: group.reduce((n, part) => n + part.bytes, 0),
      counts: counts.reduce(addIngestCounts, noIngestCounts()),
      reusedAuditIDs,
      times: readStageTimes(batch, fresh, receivedAt),
    };
  }

  /**
   * The database refused something that an event holds, against expectation. Its neighbours must not go with it: each value
   * is written alone, and the one that is refused is quarantined with the database's reason.
   */
  private async writeOneByOne(part: Waiting): Promise<IngestCounts> {
    let counts = noIngestCounts();
    let { bytes, requests } = part;
    for (const { value, batch } of singleValues(part.values)) {
      const write = async (values: ValueBatch) => {
        const encoded = await this.encode(part.day, values);
        return (await this.writeGroup([{ ...part, values, encoded, bytes, requests }]))[0] as IngestCounts;
      };
      let written: IngestCounts;
      try {
        written = await write(batch);
      } catch (error) {
        if (!isAboutData(error) || value === null) throw error;
        written = await write({
          ...batch,
          bytes: new Uint8Array(0),
          ends: new Int32Array(0),
          bad: [badInput(value, `the database refused it: ${(error as Error).message.slice(0, 200)}`)],
        });
      }
      counts = addIngestCounts(counts, written);
      bytes = 0;
      requests = 0;
    }
    return counts;
  }
}

/** What became of each part's events, from which of the joined ones were stored. */
function shareOut(group: readonly Waiting[], { fresh, inserted, duplicates }: WriteResult): IngestCounts[] {
  let start = 0;
  let next = 0;
  const counts = group.map(({ encoded: { batch } }) => {
    const end = start + batch.count;
    let stored = 0;
    for (; next < fresh.length && (fresh[next] as number) < end; next++) stored++;
    start = end;
    const quarantined = batch.quarantined.length;
    return {
      received: batch.count + quarantined,
      inserted: stored,
      duplicates: batch.count - stored,
      quarantined,
      skipped: sum(batch.skipped),
    };
  });
  const all = counts.reduce(addIngestCounts, noIngestCounts());
  if (all.inserted !== inserted || all.duplicates !== duplicates) {
    throw new Error(
      `the sums of ${group.length} requests disagree: ${all.inserted} + ${all.duplicates} events, written ${inserted} + ${duplicates}`,
    );
  }
  return counts;
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

/** SQLSTATE classes that are about values: 22 data exception, 54 program limit (a stack too deep, a row too big). */
function isAboutData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(22|54)/.test(String(error.code));
}
