/** Puts the receiver together: a thread that writes, a watch over disk and database, and the handler of its requests. */
import { createPool } from '@/lib/db/pool';
import type { RoomLimits } from '@/lib/ingest/disk-room';
import { findSource } from './find-source';
import { type EndpointOptions, ingestEndpoint } from './ingest-endpoint';
import { ReceiveThread } from './receive-thread-owner';
import { ReceiverWatch } from './receiver-watch';

export type ReceiverOptions = { databaseUrl: string; room: RoomLimits } & Pick<
  EndpointOptions,
  'maxInFlightBytes' | 'demandCertificate' | 'bodyLimitMs' | 'answerLimitMs'
>;

export async function startReceiver({ databaseUrl, room, ...options }: ReceiverOptions) {
  // Connections that no page can take. A database that is only busy must not pass for one that is away.
  const pool = createPool(databaseUrl, { max: 3, connectionTimeoutMillis: 5000, query_timeout: 5000 });
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
