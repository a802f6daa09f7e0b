/**
 * Posts a log (JSON lines) to a receiver of its own, as batches of 400 events like kube-apiserver's, from several connections, and
 * says how many events a second were acknowledged, how long acknowledgements took, and the processor time of each side. Nothing
 * is sent again: a refused batch is counted. The sender needs a share of the machine too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readPostgresRecord } from '@/lib/db/postgres-record';
import { createToken } from '@/lib/ingest/receiver/create-token';

const BATCH = 400;
/** Of Linux, for /proc. */
const TICKS_PER_SECOND = 100;

const counts = z.object({
  received: z.number(),
  inserted: z.number(),
  duplicates: z.number(),
  quarantined: z.number(),
  skipped: z.number(),
});

type Answer = { status: number; text: string };

/** `data` is the directory of a database that is open in this process. */
export async function measureReceiver(
  log: string,
  data: string,
  connections: number,
  json: string | null,
): Promise<void> {
  const bodies = await readBatches(log);
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
  const { token } = await createToken({ cluster: 'bench', label: 'bench' });
  const port = await freePort();
  const server = startServer(port, data);
  try {
    await untilReady(server, port);
    const postgres = (await readPostgresRecord(data))?.pid ?? 0;
    const totals = { received: 0, inserted: 0, duplicates: 0, quarantined: 0, skipped: 0 };
    const milliseconds: number[] = [];
    const refused = new Map<number, number>();
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    let next = 0;
    const send = async () => {
      for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
        const sentAt = performance.now();
        const { status, text } = await post(agent, port, token, body);
        milliseconds.push(performance.now() - sentAt);
        if (status !== 200) {
          refused.set(status, (refused.get(status) ?? 0) + 1);
          continue;
        }
        const said = counts.parse(JSON.parse(text));
        for (const name of Object.keys(totals) as (keyof typeof totals)[]) totals[name] += said[name];
      }
    };
    const serverBefore = processorSeconds(server.pid);
    const postgresBefore = familySeconds(postgres);
    const senderBefore = process.cpuUsage();
    const begun = performance.now();
    await Promise.all(Array.from({ length: connections }, send));
    const seconds = (performance.now() - begun) / 1000;
    const sender = process.cpuUsage(senderBefore);
    agent.destroy();
    const perEvent = (processor: number) => Math.round((processor / Math.max(1, totals.received)) * 1e8) / 100;
    milliseconds.sort((a, b) => a - b);
    const percentile = (share: number) =>
      Math.round(milliseconds[Math.max(0, Math.ceil(share * milliseconds.length) - 1)] ?? 0);
    const report = {
      engine: 'plumbline receiver',
      log,
      connections,
      batches: bodies.length,
      inputBytes: bytes,
      seconds,
      eventsPerSecond: Math.round(totals.received / seconds),
      acknowledgementP50Ms: percentile(0.5),
      acknowledgementP99Ms: percentile(0.99),
      acknowledgementMaxMs: percentile(1),
      receiverMicrosecondsPerEvent: perEvent(processorSeconds(server.pid) - serverBefore),
      postgresMicrosecondsPerEvent: perEvent(familySeconds(postgres) - postgresBefore),
      senderMicrosecondsPerEvent: perEvent((sender.user + sender.system) / 1e6),
      ...totals,
      refused: Object.fromEntries(refused),
    };
    print(report);
    if (json !== null) await writeFile(json, `${JSON.stringify(report, null, 1)}\n`);
  } finally {
    const ended = server.exitCode !== null || new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
}

type Report = {
  eventsPerSecond: number;
  inputBytes: number;
  seconds: number;
  connections: number;
  acknowledgementP50Ms: number;
  acknowledgementP99Ms: number;
  acknowledgementMaxMs: number;
  receiverMicrosecondsPerEvent: number;
  postgresMicrosecondsPerEvent: number;
  senderMicrosecondsPerEvent: number;
  received: number;
  inserted: number;
  duplicates: number;
  quarantined: number;
  refused: Record<string, number>;
};

function print(report: Report): void {
  const rate = report.eventsPerSecond.toLocaleString('en-US');
  const megabytes = (report.inputBytes / report.seconds / 1e6).toFixed(1);
  console.log(`${rate} events/s, ${megabytes} MB/s from ${report.connections} connections`);
  console.log(
    `acknowledged in ${report.acknowledgementP50Ms} ms (p50), ${report.acknowledgementP99Ms} ms (p99), ${report.acknowledgementMaxMs} ms at most`,
  );
  console.log(
    `processor time an event: receiver ${report.receiverMicrosecondsPerEvent} µs, PostgreSQL ${report.postgresMicrosecondsPerEvent} µs, sender ${report.senderMicrosecondsPerEvent} µs`,
  );
  console.log(
    `${report.received} received = ${report.inserted} inserted + ${report.duplicates} duplicates + ${report.quarantined} quarantined; refused: ${JSON.stringify(report.refused)}`,
  );
}

/** A receiver without pages, as a process of its own, on the embedded server that this process has started. */
function startServer(port: number, data: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'lib/cli/serve.ts', '--receiver-only'], {
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', PLUMBLINE_DATA: data },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function untilReady(server: ChildProcess, port: number): Promise<void> {
  const agent = new Agent();
  while (server.exitCode === null) {
    // Without a token: an answer at all is what is waited for.
    const answer = await post(agent, port, 'none', Buffer.from('[]')).catch(() => null);
    if (answer?.status === 401) return;
    await sleep(200);
  }
  throw new Error('the receiver ended before it was ready');
}

function post(agent: Agent, port: number, token: string, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': body.length,
    };
    const options = { agent, port, host: '127.0.0.1', path: '/api/ingest/audit?timeout=30s', method: 'POST', headers };
    const asking = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

/** User and system time of a process; 0 where there is no /proc. */
function processorSeconds(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

/** The same of a process and its children, as long as none of them ends. */
function familySeconds(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    return [pid, ...children].reduce((sum, member) => sum + processorSeconds(member), 0);
  } catch {
    return 0;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The lines as EventLists, as kube-apiserver writes them. */
async function readBatches(file: string): Promise<Buffer[]> {
  const lists: Buffer[] = [];
  let items: string[] = [];
  const take = () => {
    if (items.length === 0) return;
    const list = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${items.join(',')}]}`;
    lists.push(Buffer.from(list));
    items = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.trim() === '') continue;
    items.push(line);
    if (items.length === BATCH) take();
  }
  take();
  return lists;
}
