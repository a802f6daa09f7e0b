// The database, ready to use: the one entry for the server, every command and the benchmark.

import { mkdir } from 'node:fs/promises';
import { getEnv } from '@/lib/env';
import { type EmbeddedServerOptions, enterEmbeddedServer } from './embedded-server';
import { migrate } from './migrate';
import { closePool, setDatabaseUrl } from './pool';
import { grantToProduct } from './product-role';

export interface OpenDatabase {
  url: string;
  /** The same database for the role that owns the tables; equal to `url` where the product works as that. */
  ownerUrl: string;
  /** Ends this process's pool; stops the embedded server when nobody else uses it. */
  close(): Promise<void>;
  /** Settles when an embedded server ends unexpectedly; never for DATABASE_URL, whose pool reconnects. */
  lost: Promise<void>;
}

/**
 * Opens DATABASE_URL if it is set, else the embedded server (running or started now), and brings the schema up to date.
 * From then on `getPool` and `getPrisma` of this process use it.
 */
export async function openDatabase(options: EmbeddedServerOptions = {}): Promise<OpenDatabase> {
  const { DATABASE_URL, DATABASE_OWNER_URL, PLUMBLINE_DATA } = getEnv();
  const server = DATABASE_URL ? undefined : await enterEmbeddedServer(PLUMBLINE_DATA, options);
  // Keys, checkpoints and waiting uploads lie there with either; the embedded server makes it itself.
  if (DATABASE_URL) await mkdir(PLUMBLINE_DATA, { recursive: true, mode: 0o700 });
  const url = DATABASE_URL ?? server?.productUrl ?? '';
  const ownerUrl = (DATABASE_URL ? DATABASE_OWNER_URL : server?.url) ?? url;
  const close = async () => {
    await closePool();
    await server?.release();
  };
  try {
    await migrate(ownerUrl);
    if (ownerUrl !== url) await grantToProduct(ownerUrl, url);
    setDatabaseUrl(url, ownerUrl);
  } catch (error) {
    await close();
    throw describeUnreachable(error);
  }
  return { url, ownerUrl, close, lost: server?.lost ?? new Promise(() => {}) };
}

function describeUnreachable(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|ECONNRESET|28P01|28000|3D000)$/.test(code)) return error;
  return new Error(
    `The database of DATABASE_URL did not let Plumbline in: ${(error as Error).message || code}. ` +
      'Check host, port, user, password and database name, or unset DATABASE_URL to use the embedded PostgreSQL.',
    { cause: error },
  );
}
