/** The thread that receives: unpacks, parses and writes, with connections of its own, so that pages never wait for it. */
import { parentPort, workerData } from 'node:worker_threads';
import { getPool, setDatabaseUrl } from '@/lib/db/pool';
import { BodyReceiver } from './body-receiver';
import { IngestRefusal } from './ingest-refusal';
import type { ThreadAnswer, ThreadData, ThreadWork } from './receive-messages';

const UPKEEP_MS = 60_000;

setDatabaseUrl((workerData as ThreadData).databaseUrl);
const receiver = new BodyReceiver(getPool());

parentPort?.on('message', async (work: ThreadWork) => {
  parentPort?.postMessage(await answer(work));
});
parentPort?.postMessage('ready');
void keepUp();

async function answer({ id, ...body }: ThreadWork): Promise<ThreadAnswer> {
  try {
    return { id, counts: await receiver.take(body) };
  } catch (error) {
    if (error instanceof IngestRefusal) {
      return { id, refusal: { code: error.code, message: error.message, retryAfter: error.retryAfter } };
    }
    console.error('The receiver could not store a batch:', error);
    const message =
      'The batch could not be stored; the log of the server has the cause. Send it again: what is in already is not doubled.';
    return { id, refusal: { code: 'unavailable', message, retryAfter: 2 } };
  }
}

async function keepUp(): Promise<void> {
  try {
    await receiver.keepUp();
  } catch (error) {
    console.error(`Upkeep of the receiver: ${error instanceof Error ? error.message : error}`);
  }
  setTimeout(keepUp, UPKEEP_MS).unref();
}
