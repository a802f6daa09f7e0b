/**
 * The parser answers for every value what it is or why it is none, and never throws. Should it do so all the same, the
 * value that makes it throw is quarantined, so that it costs itself and not the batch that it came in.
 */
import type { RedactionKey } from '@/lib/audit/redaction/mark-of';
import { badInput } from '@/lib/ingest/bad-input';
import { BatchParser } from '@/lib/ingest/batch-parser';
import type { BadInput } from '@/lib/ingest/input-value';
import { type ValueBatch, ValueBatchBuilder } from '@/lib/ingest/value-batch';
import { singleValues } from './single-values';

export function setOffendersAside(
  values: ValueBatch,
  cluster: string,
  redactionKey: RedactionKey | null,
  parse: (single: ValueBatch) => unknown = (single) => new BatchParser(cluster, null, redactionKey).parse(single),
): ValueBatch {
  const builder = new ValueBatchBuilder();
  const bad: BadInput[] = [];
  for (const { value, batch } of singleValues(values)) {
    if (value === null) continue;
    try {
      parse(batch);
      builder.add({ value });
    } catch (error) {
      bad.push(badInput(value, `Plumbline failed to read it: ${error instanceof Error ? error.message : error}`));
    }
  }
  const rest = builder.take();
  return { ...rest, bad: [...values.bad, ...bad] };
}
