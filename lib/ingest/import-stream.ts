/**
 * One import: bytes → container → batches of values → columns of events → database. This thread reads, writes and parses, a
 * second one parses beside it, the thread pool compresses; batches are committed in their order. A few batches are in
 * flight and nothing else is held, so memory does not depend on the size of the file.
 */
import type { Readable } from 'node:stream';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { RedactionKey } from '@/lib/audit/redaction/mark-of';
import { isPassingFault } from '@/lib/db/passing-fault';
import { getPool } from '@/lib/db/pool';
import { badInput } from '@/lib/ingest/bad-input';
import { BatchMemory } from '@/lib/ingest/batch-memory';
import { clusterRedactionKey } from '@/lib/ingest/cluster-redaction-key';
import { ensureCluster } from '@/lib/ingest/cluster-row';
import { CommitQueue } from '@/lib/ingest/commit-queue';
import type { Container } from '@/lib/ingest/containers/container';
import { recogniseContainer } from '@/lib/ingest/containers/recognise-container';
import { Dictionary } from '@/lib/ingest/dictionary';
import { fileLabel } from '@/lib/ingest/file-label';
import { foldDayCounts, shrinkDayCounts } from '@/lib/ingest/fold-day-counts';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';
import { type ImportCounts, type ImportProgress, noCounts } from '@/lib/ingest/import-progress';
import { createRecord, readRecord, recordBatches, recordEnd } from '@/lib/ingest/import-record';
import type { InputItem } from '@/lib/ingest/input-value';
import { ParseLanes } from '@/lib/ingest/parse-lanes';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';
import { type InputBytes, readInput } from '@/lib/ingest/read-input';
import { type ValueBatch, ValueBatchBuilder } from '@/lib/ingest/value-batch';
import { BatchWriter, type PreparedBatch, type WriteResult } from '@/lib/ingest/write-batch';

/** Batches between being read and being committed. */
const MAX_IN_FLIGHT = 9;
/** Most of one transaction. */
const GROUP_BATCHES = 4;
/** Room for a usual batch. */
const SPARE_BYTES = 3 * 1024 * 1024;
/** How much of the beginning the container is recognised from. */
const HEAD_BYTES = 64 * 1024;
/** A file of which this many values are all wrong is another file than it was taken for. */
const GIVE_UP_AFTER = 1000;

export type ImportRequest = {
  clusterName: string;
  /** A label, such as the file's name. */
  name: string;
  source: 'cli' | 'upload' | 'demo';
  input: Readable;
  bytesTotal: number | null;
  /** The only format that is taken; absent or null for whatever the content is. */
  format?: FormatName | null;
  onProgress?(progress: ImportProgress): void;
  /** Stops at the next batch; the import ends as `cancelled`. */
  signal?: AbortSignal;
};

/** Makes the record of a new import and runs it. Ends as an answer, also when the input was bad; throws on faults of ours. */
export async function importStream(request: ImportRequest): Promise<ImportFileAnswer> {
  const clusterId = await ensureCluster(request.clusterName);
  const id = await createRecord(getPool(), { ...request, clusterId, name: fileLabel(request.name) });
  return runImport({ ...request, id, clusterId, resumeFrom: noCounts() });
}

export type ImportRun = ImportRequest & {
  id: string;
  clusterId: number;
  /** What an earlier run of the same import committed. */
  resumeFrom: ImportCounts;
};

/** Runs an import whose record is there already. */
export async function runImport(run: ImportRun): Promise<ImportFileAnswer> {
  const importer = new Importer(run, getPool(), await clusterRedactionKey(getPool(), run.clusterId));
  await importer.run();
  return readRecord(getPool(), run.id);
}

/** Where in the input a batch ends. */
type Place = { bytes: number; lines: number; valuesRead: number };
type Pending = PreparedBatch & { place: Place };

class CancelledError extends Error {}

/** The input is not what it was taken for; the message is for the person who chose it. */
class RefusedError extends Error {}

class Importer {
  private readonly input: InputBytes;
  private readonly lanes: ParseLanes;
  private readonly dictionary: Dictionary;
  private readonly writer: BatchWriter;
  private readonly formats = new Set<string>();
  /** The dictionary's numbers of the combinations of each lane. */
  private readonly combinationIds: number[][] = [[], []];
  private readonly encoded: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  /** What is committed. */
  private counts: ImportCounts;
  private readonly startedAt = performance.now();
  private container: Container | null = null;
  private readonly memory = new BatchMemory(SPARE_BYTES);
  private readonly builder = new ValueBatchBuilder(this.memory);
  private valuesRead = 0;
  private lines = 0;
  private inFlight: Promise<void>[] = [];
  private readonly queue = new CommitQueue<Pending>(GROUP_BATCHES, (group) => this.commit(group));
  private lastCommit: Promise<void> = Promise.resolve();
  private cancelled = false;
  private lastProgress = 0;

  constructor(
    private readonly request: ImportRun,
    private readonly pool: Pool,
    redactionKey: RedactionKey | null,
  ) {
    this.input = readInput(request.input);
    this.lanes = new ParseLanes(request.clusterName, request.format ?? null, redactionKey);
    this.dictionary = new Dictionary(pool, request.id);
    this.writer = new BatchWriter(pool, request.clusterId, request.id);
    this.counts = { ...request.resumeFrom };
  }

  async run(): Promise<void> {
    try {
      await this.readAll();
      await this.refresh();
      await this.end('done', null);
    } catch (error) {
      await Promise.allSettled([this.lastCommit, ...this.inFlight]);
      if (error instanceof CancelledError) {
        await this.end(
          'cancelled',
          `cancelled after ${this.counts.events.toLocaleString('en-US')} events; what was read by then is kept`,
        );
      } else if (error instanceof RefusedError) {
        await this.end('failed', error.message);
      } else {
        // An upload is kept and tried again by the queue; of anything else the input is gone.
        const goesOn = this.request.source === 'upload' && isPassingFault(error);
        if (!goesOn) await this.end('failed', describeFailure(error)).catch(() => undefined);
        throw error;
      }
    } finally {
      this.request.input.destroy();
      await this.lanes.close();
    }
    this.report(true);
  }

  private async readAll(): Promise<void> {
    const { head, chunks } = await readHead(this.countLines(this.input.chunks));
    this.container = recogniseContainer(head, this.request.format ?? null);
    for await (const items of this.container.read(chunks)) {
      for (const item of items) {
        // Awaiting each item would cost a turn of the event loop's queue for every event.
        if (this.take(item)) await this.flush();
      }
      this.report(false);
    }
    const cutOff = this.input.cutOff();
    if (cutOff !== null) {
      this.take({ bad: badInput({ bytes: Buffer.alloc(0), lineNumber: this.lines, byteOffset: 0 }, cutOff) });
    }
    await this.flush();
    await this.lastCommit;
    this.refuseIfAllBad(true);
  }

  /** Whether a batch is full with it. */
  private take(item: InputItem): boolean {
    this.valuesRead++;
    if (this.valuesRead <= this.request.resumeFrom.valuesRead) return false;
    this.builder.add(item);
    return this.builder.isFull();
  }

  private async flush(): Promise<void> {
    if (this.cancelled || this.request.signal?.aborted) throw new CancelledError();
    if (this.builder.size === 0) return;
    if (this.inFlight.length >= MAX_IN_FLIGHT) await this.inFlight.shift();
    const place = { bytes: this.input.bytesRead(), lines: this.lines, valuesRead: this.valuesRead };
    const written = this.queue.add(this.prepare(this.builder.take(), place));
    // Awaited in turn; without a handler of its own a failure in between would count as unhandled.
    written.catch(() => undefined);
    this.lastCommit = written;
    this.inFlight.push(written);
    this.refuseIfAllBad(false);
    // Let what waits on the event loop have its turn between two long stretches of parsing.
    await nextTick();
  }

  private async prepare(values: ValueBatch, place: Place): Promise<Pending> {
    const { lane, batch } = await this.lanes.parse(values);
    for (const name of batch.formats) this.formats.add(name);
    // One after another in a lane: a batch refers to combinations that the one before it brought.
    const encoded = (this.encoded[lane] as Promise<unknown>).then(() => this.encode(lane, batch));
    this.encoded[lane] = encoded.catch(() => undefined);
    return { ...(await this.writer.prepare({ batch, combinationIds: await encoded })), place };
  }

  private async commit(group: readonly Pending[]): Promise<void> {
    const results =
      group.length === 1
        ? null
        : await this.writer.commitTogether(group, (client, written) => this.record(client, group, written));
    if (results) return this.committed(group, results);
    for (const pending of group) {
      const result = await this.writer.commit(pending, (client, written) => this.record(client, [pending], [written]));
      this.committed([pending], [result]);
    }
  }

  private async record(client: PoolClient, group: readonly Pending[], results: readonly WriteResult[]): Promise<void> {
    const batches = group.map(({ batch }) => batch);
    const counts = addUp(this.counts, group, results);
    if (await recordBatches(client, this.request.id, batches, counts)) this.cancelled = true;
  }

  private committed(group: readonly Pending[], results: readonly WriteResult[]): void {
    this.counts = addUp(this.counts, group, results);
    for (const { batch } of group) this.memory.giveBack(batch.bytes);
    this.report(true);
  }

  /** The dictionary's number of each event's combination. */
  private async encode(lane: number, batch: ParsedBatch): Promise<Int32Array> {
    const known = this.combinationIds[lane] as number[];
    if (batch.newCombinations.length > 0) {
      const ids = await this.dictionary.encode(batch.newCombinations);
      for (let i = 0; i < ids.length; i++) known[batch.firstCombination + i] = ids[i] as number;
    }
    return batch.combinations.map((combination) => known[combination] as number);
  }

  private refuseIfAllBad(atEnd: boolean): void {
    const { events, quarantined, skipped } = this.counts;
    if (quarantined === 0 || quarantined < events || skipped > 0) return;
    if (!atEnd && quarantined < GIVE_UP_AFTER) return;
    throw new RefusedError(
      `${quarantined === 1 ? 'what it holds is not' : `none of the first ${quarantined.toLocaleString('en-US')} values is`} a Kubernetes audit event, so reading stopped: ` +
        'expected a kube-apiserver audit log (audit.k8s.io/v1 or v1beta1 as JSON lines, an array, an EventList or one object; gzip or not). ' +
        'The list of refused lines says what each one is',
    );
  }

  /** Lines are counted in the decompressed input, whatever the container. */
  private async *countLines(chunks: AsyncGenerator<Buffer, void, void>): AsyncGenerator<Buffer, void, void> {
    let endsInNewline = true;
    for await (const chunk of chunks) {
      for (let i = chunk.indexOf(10); i >= 0; i = chunk.indexOf(10, i + 1)) this.lines++;
      if (chunk.length > 0) endsInNewline = chunk[chunk.length - 1] === 10;
      yield chunk;
    }
    if (!endsInNewline) this.lines++;
  }

  /** Fresh statistics for the planner and summaries for the auditID index: right after an import people start to ask. */
  private async refresh(): Promise<void> {
    if (this.counts.inserted === 0) return;
    const { rows } = await this.pool.query<{ first: number; last: number }>(
      'select min_at as first, max_at as last from import_file where id = $1',
      [this.request.id],
    );
    const window = rows[0];
    // Side by side: each is the work of one process of the server's.
    await Promise.all([this.tidyCounts(window), this.summarise()]);
    await this.pool.query('analyze event_count_day');
  }

  private async tidyCounts(window: { first: number; last: number } | undefined): Promise<void> {
    if (window) await foldDayCounts(this.pool, window.first, window.last);
    await shrinkDayCounts(this.pool);
  }

  private async summarise(): Promise<void> {
    await this.pool.query('select summarize_events()');
    await this.pool.query('analyze event, event_count_hour, combination, term');
  }

  private async end(state: 'done' | 'failed' | 'cancelled', error: string | null): Promise<void> {
    await recordEnd(this.pool, this.request.id, {
      state,
      error,
      sha256: state === 'done' ? this.input.sha256() : null,
      format: this.describeFormat(),
      bytes: this.input.bytesRead(),
      lines: this.lines,
    });
  }

  private describeFormat(): string | null {
    if (this.formats.size === 0 || !this.container) return null;
    const names = [...this.formats].sort().join(' + ');
    return `${names}, ${this.container.name}${this.input.isGzip() ? ', gzip' : ''}`;
  }

  private report(force: boolean): void {
    const now = performance.now();
    if (!this.request.onProgress || (!force && now - this.lastProgress < 100)) return;
    this.lastProgress = now;
    this.request.onProgress({
      ...this.counts,
      bytes: this.input.bytesRead(),
      bytesTotal: this.request.bytesTotal,
      seconds: (now - this.startedAt) / 1000,
    });
  }
}

function addUp(counts: ImportCounts, group: readonly Pending[], results: readonly WriteResult[]): ImportCounts {
  const sum = { ...counts };
  group.forEach(({ batch, place }, n) => {
    const { inserted, duplicates } = results[n] as WriteResult;
    for (const count of batch.skipped.values()) sum.skipped += count;
    sum.events += inserted + duplicates + batch.quarantined.length;
    sum.inserted += inserted;
    sum.duplicates += duplicates;
    sum.quarantined += batch.quarantined.length;
    Object.assign(sum, place);
  });
  return sum;
}

/** The first bytes, and chunks that begin with them again. */
async function readHead(
  chunks: AsyncGenerator<Buffer, void, void>,
): Promise<{ head: Buffer; chunks: AsyncGenerator<Buffer, void, void> }> {
  const first: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  async function* all(): AsyncGenerator<Buffer, void, void> {
    yield* first.splice(0);
    yield* chunks;
  }
  return { head: Buffer.concat(first).subarray(0, HEAD_BYTES), chunks: all() };
}

function describeFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `the import stopped: ${message}. What was written before is kept; importing the file again adds only the rest`;
}
