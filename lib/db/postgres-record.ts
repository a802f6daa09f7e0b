// <data>/postgres.json: what a command needs to find and enter the embedded server. It holds passwords, so mode 0600.
// `plumbline` owns the database and is no superuser: an injection can then neither read files nor run programs. The product
// works as `plumbline_product`, which owns nothing: see product-role.ts.

import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const record = z.object({
  /** The server's directory, relative to the data directory unless it had to be put elsewhere. */
  directory: z.string(),
  superuserPassword: z.string(),
  password: z.string(),
  /** Absent in a record from before there was this role. */
  productPassword: z.string().optional(),
  /** The last start; the server may have ended since. */
  pid: z.int().nullable(),
  port: z.int().nullable(),
  startedAt: z.string().nullable(),
});

export type PostgresRecord = z.infer<typeof record>;

export const SUPERUSER = 'postgres';
export const ROLE = 'plumbline';
export const PRODUCT_ROLE = 'plumbline_product';
export const DATABASE = 'plumbline';

export function recordPath(dataDirectory: string): string {
  return path.join(dataDirectory, 'postgres.json');
}

export async function readPostgresRecord(dataDirectory: string): Promise<PostgresRecord | undefined> {
  const file = recordPath(dataDirectory);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(
      `Cannot read ${file}: ${String(error)}. Another user made it; run as that user, or set PLUMBLINE_DATA to a directory of your own.`,
    );
  }
  try {
    return record.parse(JSON.parse(text));
  } catch {
    throw new Error(
      `${file} is damaged, and with it the password of the database. Restore it from a backup, or move ${dataDirectory} away to begin empty.`,
    );
  }
}

/** Written aside and renamed: never half a file, never readable by others. Belongs to the owner of the data directory. */
export async function writePostgresRecord(dataDirectory: string, value: PostgresRecord): Promise<void> {
  const file = recordPath(dataDirectory);
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  const { uid, gid } = await stat(dataDirectory);
  if (process.getuid?.() === 0 && uid !== 0) await chown(aside, uid, gid);
  await rename(aside, file);
}

export function newPostgresRecord(directory: string): PostgresRecord {
  const password = () => randomBytes(24).toString('hex');
  return {
    directory,
    superuserPassword: password(),
    password: password(),
    productPassword: password(),
    pid: null,
    port: null,
    startedAt: null,
  };
}

/** A record of an earlier version gets what it lacks. */
export function completeRecord(value: PostgresRecord): PostgresRecord {
  return value.productPassword ? value : { ...value, productPassword: randomBytes(24).toString('hex') };
}

/** The address of the product's database, with the rights of its owner. */
export function databaseUrl(value: PostgresRecord): string {
  return `postgresql://${ROLE}:${value.password}@127.0.0.1:${value.port}/${DATABASE}`;
}

/** The same database, with the rights that the product works with. */
export function productUrl(value: PostgresRecord): string {
  return `postgresql://${PRODUCT_ROLE}:${value.productPassword}@127.0.0.1:${value.port}/${DATABASE}`;
}

/** The address for looking after the server itself. */
export function superuserUrl(value: PostgresRecord): string {
  return `postgresql://${SUPERUSER}:${value.superuserPassword}@127.0.0.1:${value.port}/postgres`;
}
