/**
 * node --import tsx bench/measure-receiver.ts --log FILE --url URL --token TOKEN [--connections N] [--json OUT]
 *
 * Posts a log (JSON lines) to the receiver of a product that runs, as batches of 400 events like kube-apiserver's, from
 * several connections, and prints events per second and how long acknowledgements took. Nothing is sent again: a refused
 * batch is counted. Figures are of this machine at this moment; the sender needs a share of it too.
 */
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const BATCH = 400;

const counts = z.object({
  received: z.number(),
  inserted: z.number(),
  duplicates: z.number(),
  quarantined: z.number(),
  skipped: z.number(),
});

const { values } = parseArgs({
  options: {
    log: { type: 'string' },
    url: { type: 'string' },
    token: { type: 'string' },
    connections: { type: 'string', default: '4' },
    json: { type: 'string' },
  },
});
const { log, url, token } = values;
if (!log || !url || !token) {
  console.error(
    'Usage: node --import tsx bench/measure-receiver.ts --log FILE --url URL --token TOKEN [--connections N] [--json OUT]',
  );
  process.exit(2);
}

const bodies = await readBatches(log);
const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
const milliseconds: number[] = [];
const totals = { received: 0, inserted: 0, duplicates: 0, quarantined: 0, skipped: 0 };
const refused = new Map<number, number>();
let next = 0;

const begun = performance.now();
await Promise.all(Array.from({ length: Number(values.connections) }, sendBatches));
const seconds = (performance.now() - begun) / 1000;

milliseconds.sort((a, b) => a - b);
const report = {
  engine: 'plumbline receiver',
  log,
  connections: Number(values.connections),
  batches: bodies.length,
  inputBytes: bytes,
  seconds,
  eventsPerSecond: Math.round(totals.received / seconds),
  acknowledgementP50Ms: percentile(0.5),
  acknowledgementP99Ms: percentile(0.99),
  acknowledgementMaxMs: percentile(1),
  ...totals,
  refused: Object.fromEntries(refused),
};
console.log(
  `${report.eventsPerSecond.toLocaleString('en-US')} events/s, ${(bytes / seconds / 1e6).toFixed(1)} MB/s from ${report.connections} connections`,
);
console.log(
  `acknowledged in ${report.acknowledgementP50Ms} ms (p50), ${report.acknowledgementP99Ms} ms (p99), ${report.acknowledgementMaxMs} ms at most`,
);
console.log(
  `${totals.received} received = ${totals.inserted} inserted + ${totals.duplicates} duplicates + ${totals.quarantined} quarantined; refused: ${JSON.stringify(report.refused)}`,
);
if (values.json) {
  await writeFile(path.resolve(process.env.INIT_CWD ?? '.', values.json), `${JSON.stringify(report, null, 1)}\n`);
}

async function sendBatches(): Promise<void> {
  for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
    const sentAt = performance.now();
    const answer = await fetch(`${url}/api/ingest/audit?timeout=30s`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    });
    const text = await answer.text();
    milliseconds.push(performance.now() - sentAt);
    if (answer.status !== 200) {
      refused.set(answer.status, (refused.get(answer.status) ?? 0) + 1);
      continue;
    }
    const said = counts.parse(JSON.parse(text));
    for (const name of ['received', 'inserted', 'duplicates', 'quarantined', 'skipped'] as const)
      totals[name] += said[name];
  }
}

function percentile(share: number): number {
  const at = Math.min(milliseconds.length - 1, Math.ceil(share * milliseconds.length) - 1);
  return Math.round(milliseconds[Math.max(0, at)] ?? 0);
}

/** The lines as EventLists, as kube-apiserver writes them. */
async function readBatches(file: string): Promise<string[]> {
  const lists: string[] = [];
  let items: string[] = [];
  const take = () => {
    if (items.length === 0) return;
    lists.push(`{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${items.join(',')}]}`);
    items = [];
  };
  const input = createReadStream(path.resolve(process.env.INIT_CWD ?? '.', file));
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    items.push(line);
    if (items.length === BATCH) take();
  }
  take();
  return lists;
}
