import { describe, expect, it } from 'vitest';
import { BatchParser } from '@/lib/ingest/batch-parser';
import { jsonLines } from '@/lib/ingest/containers/json-lines';
import { sliceAt } from '@/lib/ingest/parsed-batch';
import { ValueBatchBuilder } from '@/lib/ingest/value-batch';
import type { EncodedBatch } from '@/lib/ingest/write-batch';
import { joinBatches } from './join-batches';

async function parse(lines: string[]): Promise<EncodedBatch> {
  const builder = new ValueBatchBuilder();
  async function* chunks() {
    yield Buffer.from(lines.join('\n'));
  }
  for await (const items of jsonLines.read(chunks())) for (const item of items) builder.add(item);
  const batch = new BatchParser('joined', null, null).parse(builder.take());
  return { batch, combinationIds: batch.combinations.map((combination) => combination + 100) };
}

function line(n: number, name: string): string {
  return JSON.stringify({
    auditID: `id-${n}`,
    verb: n % 2 ? 'get' : 'list',
    objectRef: { resource: 'pods', name },
    requestReceivedTimestamp: `2026-01-01T00:00:00.${String(n).padStart(6, '0')}Z`,
  });
}

/** What a batch says of each event, however it is laid out. */
function read({ batch, combinationIds }: EncodedBatch) {
  return Array.from({ length: batch.count }, (_, i) => ({
    at: batch.at[i],
    hash: Buffer.from(batch.hashes.subarray(16 * i, 16 * i + 16)).toString('hex'),
    key: Buffer.from(batch.auditKeys.subarray(16 * i, 16 * i + 16)).toString('hex'),
    isId: batch.auditKeyIsId[i],
    combination: combinationIds[i],
    name: Buffer.from(sliceAt(batch.names, batch.nameEnds, i)).toString(),
    bytes: Buffer.from(sliceAt(batch.bytes, batch.ends, i)).toString(),
  }));
}

describe('joined batches', () => {
  it('hold the events of all, in order, with what was set aside', async () => {
    const parts = [
      await parse([line(1, 'first'), 'bad', line(2, '')]),
      await parse([]),
      await parse([line(3, 'née'), line(4, 'x'.repeat(500))]),
      await parse(['worse']),
    ];
    const joined = joinBatches(parts);
    expect(read(joined)).toEqual(parts.flatMap(read));
    expect(joined.batch.count).toBe(4);
    expect(joined.batch.quarantined).toHaveLength(2);
  });
});
