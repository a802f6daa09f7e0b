// Runs the built product: web server, database, import worker. `npm start` comes here when the set-up is done.
// With --receiver-only it takes events and shows no pages: for tests, and for a process that does nothing else.
// Ends in the opposite order on SIGINT, SIGTERM and SIGHUP, with exit code 0.

import { openDatabase } from '@/lib/db/open-database';
import { getEnv } from '@/lib/env';
import { roomLimits } from '@/lib/ingest/disk-room';
import { INGEST_PATH } from '@/lib/ingest/receiver/ingest-endpoint';
import { startReceiver } from '@/lib/ingest/receiver/start-receiver';
import { addressOf, listen } from '@/lib/server/http-server';
import { spawnProductChild, stopProductChild } from '@/lib/server/product-child';
import { claimDataDirectory } from '@/lib/server/running-instance';
import { tlsFiles } from '@/lib/server/tls-files';
import { startWorker } from '@/lib/server/worker-process';

const closers: (() => Promise<void>)[] = [];
let ending = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

const starting = start();
try {
  await starting;
} catch (error) {
  if (!ending) {
    console.error(`\n${explain(error)}`);
    await end(1);
  }
}

async function start(): Promise<void> {
  const env = getEnv();
  const where = { host: env.HOST, port: env.PORT, tls: tlsFiles(env) };
  closers.push(await claimDataDirectory(env.PLUMBLINE_DATA, addressOf(where)));
  const http = await listen(where);
  closers.push(http.close);
  const receiverOnly = process.argv.includes('--receiver-only');
  const prepared = receiverOnly ? Promise.resolve() : http.prepare();
  prepared.catch(() => {}); // awaited below; must not count as unhandled while the database opens
  const database = await openDatabase({ notice: console.log });
  closers.push(database.close);
  if (ending) return;
  const receiver = await startReceiver({
    databaseUrl: database.url,
    room: roomLimits(),
    maxInFlightBytes: env.PLUMBLINE_RECEIVER_MAX_MIB * 1024 ** 2,
    demandCertificate: where.tls?.clientCa !== undefined,
  });
  closers.push(receiver.close);
  http.route(INGEST_PATH, receiver.handle);
  if (!receiverOnly) {
    closers.push(startWorker(database).stop);
    await prepared;
    if (ending) return;
    http.open();
  }
  console.log(`Plumbline is ready at ${http.address}`);
  // The first page would wait for the counts to be read and the code to be compiled: let it be this one.
  if (!receiverOnly) void http.warmUp('/events').catch(() => undefined);
  if (process.argv.includes('--demo')) {
    const demo = spawnProductChild('.build/load-demo.mjs', database);
    closers.push(() => stopProductChild(demo));
  }
  void database.lost.then(async () => {
    if (ending) return;
    console.error(`PostgreSQL ended unexpectedly; ${env.PLUMBLINE_DATA}/postgres.log says why. Start Plumbline again.`);
    await end(1);
  });
}

// A signal may come while the database is being created: what is open is closed, the start is waited for, and what it
// opened meanwhile is closed too. So no server is left behind, however early the signal.
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await closeAll();
  await starting.catch(() => {});
  await closeAll();
  process.exit(code);
}

async function closeAll(): Promise<void> {
  for (let close = closers.pop(); close; close = closers.pop()) {
    await close().catch((error: unknown) => console.error(`While ending: ${explain(error)}`));
  }
}

// Plumbline's errors are sentences for people; anything else is a mistake in the program and needs its stack.
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const mistake = [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
  return mistake || process.env.DEBUG ? String(error.stack) : error.message;
}
