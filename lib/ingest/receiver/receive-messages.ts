/** What the web server's thread and the receiving thread say to each other. */
import type { ReceivedBody } from './body-receiver';
import type { IngestCounts } from './ingest-counts';
import type { RefusalCode } from './ingest-refusal';

export type ThreadWork = ReceivedBody & { id: number };

export type ThreadAnswer =
  | { id: number; counts: IngestCounts }
  | { id: number; refusal: { code: RefusalCode; message: string; retryAfter: number | null } };

export type ThreadData = { databaseUrl: string };
