/** The importing process of the benchmark: the same code as the import command, and its own peak memory at the end. */
import { createReadStream } from 'node:fs';
import { openDatabase } from '@/lib/db/open-database';
import { importStream } from '@/lib/ingest/import-stream';

const log = process.argv[2] ?? '';
const database = await openDatabase();
const started = performance.now();
const answer = await importStream({
  clusterName: 'bench',
  name: log,
  source: 'cli',
  input: createReadStream(log, { highWaterMark: 1024 * 1024 }),
  bytesTotal: null,
});
const seconds = (performance.now() - started) / 1000;
await database.close();
console.log(JSON.stringify({ answer, seconds, peakMemoryBytes: process.resourceUsage().maxRSS * 1024 }));
