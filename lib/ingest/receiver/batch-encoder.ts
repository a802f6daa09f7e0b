/**
 * Parses batches of one source and gives each event the dictionary's number of its combination. Batches leave in the order
 * in which they came: one refers to combinations that the one before it brought. After a failure in between, numbers would
 * be missing, so the encoder is spent and the next batch needs a new one.
 */
import { eventFieldNames } from '@/lib/audit/event-fields';
import type { RedactionKey } from '@/lib/audit/redaction/mark-of';
import { BatchParser } from '@/lib/ingest/batch-parser';
import type { Dictionary } from '@/lib/ingest/dictionary';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';
import type { ValueBatch } from '@/lib/ingest/value-batch';
import type { EncodedBatch } from '@/lib/ingest/write-batch';

/** Combinations numbered by one parser before another takes over: attackers can make them without end. */
const MAX_COMBINATIONS = 500_000;
const STAGE = eventFieldNames.indexOf('stage');

/** `stages` has each event's stage, '' where it has none. */
export type SourceBatch = EncodedBatch & { stages: string[] };

/** The parser threw, which it should for no value: a fault of ours that one of the values shows. */
export class ParseFault extends Error {
  override name = 'ParseFault';
}

export class BatchEncoder {
  private readonly parser: BatchParser;
  private readonly ids: number[] = [];
  private readonly stages: string[] = [];
  private last: Promise<unknown> = Promise.resolve();
  /** The parser may have numbered combinations that it never told. */
  private spent = false;
  private failed = false;

  constructor(
    cluster: string,
    private readonly dictionary: Dictionary,
    readonly redactionKey: RedactionKey | null,
  ) {
    this.parser = new BatchParser(cluster, null, redactionKey);
  }

  isSpent(): boolean {
    return this.spent || this.failed || this.ids.length > MAX_COMBINATIONS;
  }

  async encode(values: ValueBatch): Promise<SourceBatch> {
    let batch: ParsedBatch;
    try {
      batch = this.parser.parse(values);
    } catch (error) {
      this.spent = true;
      throw new ParseFault('the parser failed', { cause: error });
    }
    const encoded = this.last.then(() => this.number(batch));
    this.last = encoded.catch(() => undefined);
    return encoded;
  }

  private async number(batch: ParsedBatch): Promise<SourceBatch> {
    if (this.failed) throw new Error('the batch before this one could not be written to the dictionary');
    if (batch.newCombinations.length > 0) {
      try {
        const ids = await this.dictionary.encode(batch.newCombinations);
        for (let i = 0; i < ids.length; i++) {
          this.ids[batch.firstCombination + i] = ids[i] as number;
          this.stages[batch.firstCombination + i] = batch.newCombinations[i]?.[STAGE] ?? '';
        }
      } catch (error) {
        this.failed = true;
        throw error;
      }
    }
    const combinations = batch.combinations.subarray(0, batch.count);
    return {
      batch,
      combinationIds: combinations.map((combination) => this.ids[combination] as number),
      stages: Array.from(combinations, (combination) => this.stages[combination] ?? ''),
    };
  }
}
