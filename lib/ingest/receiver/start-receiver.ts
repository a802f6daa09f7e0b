/** Puts the receiver together: a thread that writes, a watch over disk and database, and the handler of its requests. */
import { createPool } from '@/lib/db/pool';
import { findSource } from './find-source';
import { type EndpointOptions, ingestEndpoint } from './ingest-endpoint';
import { ReceiveThread } from './receive-thread-owner';
import { ReceiverWatch, type RoomLimits } from './receiver-watch';

export type ReceiverOptions = { databaseUrl: string; room: RoomLimits } & Pick<
  EndpointOptions,
  'maxInFlightBytes' | 'demandCertificate' | 'bodyLimitMs' | 'answerLimitMs'
>;

export async function startReceiver({ databaseUrl, room, ...options }: ReceiverOptions) {
  // Connections that no page can take, and that give up soon: a token is looked up before a body is read.
  const pool = createPool(databaseUrl, { max: 3, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  const watch = new ReceiverWatch(pool, room);
  const thread = new ReceiveThread({ databaseUrl });
  await watch.start();
  const handle = ingestEndpoint({
    ...options,
    thread,
    watch,
    findSource: (authorization) => findSource(pool, authorization),
  });
  const close = async () => {
    watch.stop();
    await thread.close();
    await pool.end();
  };
  return { handle, close };
}
