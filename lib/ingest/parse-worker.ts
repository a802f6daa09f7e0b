/** A thread that parses batches: see parse-lanes.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RedactionKey } from '@/lib/audit/redaction/mark-of';
import { BatchParser } from '@/lib/ingest/batch-parser';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import { transferables } from '@/lib/ingest/parsed-batch';
import type { ValueBatch } from '@/lib/ingest/value-batch';

const { cluster, format, redactionKey } = workerData as {
  cluster: string;
  format: FormatName | null;
  redactionKey: RedactionKey | null;
};
const parser = new BatchParser(cluster, format, redactionKey);

parentPort?.postMessage('ready');
parentPort?.on('message', (values: ValueBatch) => {
  const batch = parser.parse(values);
  parentPort?.postMessage(batch, transferables(batch));
});
