/** What was read of an input and is not written yet. */
import type { Microseconds } from '@/lib/audit/microseconds';
import type { BadInput, InputItem } from '@/lib/ingest/input-value';
import { type ParsedEvent, type ParseSink, parseValue } from '@/lib/ingest/parse-value';

/** Events of one transaction: more make the counts' upserts cheaper an event, fewer make memory and progress finer. */
const BATCH_EVENTS = 4000;
const BATCH_BYTES = 6 * 1024 * 1024;

export class ImportBatch implements ParseSink {
  readonly events: ParsedEvent[] = [];
  readonly quarantined: BadInput[] = [];
  readonly skipped = new Map<string, number>();
  minAt: Microseconds = Infinity;
  maxAt: Microseconds = -Infinity;
  /** Bytes of the input as given, and lines, that were read when the batch was closed. */
  bytesRead = 0;
  lines = 0;
  private size = 0;

  constructor(
    private readonly cluster: string,
    private readonly formats: Set<string>,
    /** Results that an earlier run of this import committed already: they are passed over, not counted again. */
    private readonly passOver: { left: number },
  ) {}

  add(item: InputItem): void {
    parseValue(item, this.cluster, this);
  }

  isFull(): boolean {
    return this.events.length + this.quarantined.length >= BATCH_EVENTS || this.size >= BATCH_BYTES;
  }

  isEmpty(): boolean {
    return this.events.length === 0 && this.quarantined.length === 0 && this.skipped.size === 0;
  }

  event(event: ParsedEvent): void {
    if (this.isPassedOver()) return;
    this.events.push(event);
    this.size += event.bytes.length;
    if (event.at < this.minAt) this.minAt = event.at;
    if (event.at > this.maxAt) this.maxAt = event.at;
  }

  bad(bad: BadInput): void {
    if (this.isPassedOver()) return;
    this.quarantined.push(bad);
    this.size += bad.head.length;
  }

  skip(reason: string): void {
    if (this.isPassedOver()) return;
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  format(name: string): void {
    this.formats.add(name);
  }

  private isPassedOver(): boolean {
    if (this.passOver.left === 0) return false;
    this.passOver.left--;
    return true;
  }
}
