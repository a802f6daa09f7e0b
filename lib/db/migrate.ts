// Applies prisma/migrations to a database without Prisma's engine, which would be a download.
//
// Prisma's driver adapter splits a script at every ';', which breaks functions, triggers and DO blocks and leaves half a
// migration behind when one fails. Here each migration.sql is sent whole in one transaction, and is recorded in
// `_prisma_migrations` as Prisma records it (checksum = SHA-256 of the file), so that `prisma migrate deploy`
// elsewhere agrees. The advisory lock is Prisma's own: both can be started at once. A statement that cannot run inside a
// transaction (CREATE INDEX CONCURRENTLY) therefore has no place in a migration.

import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

const PRISMA_ADVISORY_LOCK = 72707369;

const MIGRATIONS_TABLE = `
  create table if not exists _prisma_migrations (
    id                  varchar(36)  primary key not null,
    checksum            varchar(64)  not null,
    finished_at         timestamptz,
    migration_name      varchar(255) not null,
    logs                text,
    rolled_back_at      timestamptz,
    started_at          timestamptz  not null default now(),
    applied_steps_count integer      not null default 0
  )`;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface Recorded {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/** The database and the migrations do not fit together; the message says what happened and the way out. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/** Brings the database at `url` up to date and returns the names of the migrations applied now, oldest first. */
export async function migrate(url: string, directory = path.resolve('prisma/migrations')): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({ connectionString: url, application_name: 'plumbline-migrate' });
  client.on('error', () => {}); // a lost connection also rejects the query that is under way
  await client.connect();
  try {
    // Who may not change the schema may still use one that is up to date.
    if (await isUpToDate(client, migrations)) return [];
    await client.query('select pg_advisory_lock($1)', [PRISMA_ADVISORY_LOCK]);
    await client.query("set client_min_messages = 'warning'");
    await client.query(MIGRATIONS_TABLE);
    const pending = findPending(migrations, await readRecorded(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end(); // releases the lock too
  }
}

async function isUpToDate(client: pg.Client, migrations: Migration[]): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as there",
  );
  if (!rows[0]?.there) return false;
  const recorded = await readRecorded(client);
  // Another program may be at work on one that has not finished: that is for whoever holds the lock.
  return recorded.every((row) => row.finished_at) && findPending(migrations, recorded).length === 0;
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(path.join(directory, name, 'migration.sql'));
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}

async function readRecorded(client: pg.Client): Promise<Recorded[]> {
  const { rows } = await client.query<Recorded>(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null order by started_at',
  );
  return rows;
}

function findPending(migrations: Migration[], recorded: Recorded[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const applied = new Set<string>();
  for (const row of recorded) {
    const name = row.migration_name;
    const migration = known.get(name);
    if (!row.finished_at) {
      throw new MigrationError(
        `Migration ${name} was started on this database by another program and did not finish. ` +
          `Put the database right, then mark it with "npx prisma migrate resolve --rolled-back ${name}" and start again.`,
      );
    }
    if (!migration) {
      throw new MigrationError(
        `The database already has migration ${name}, which this version of Plumbline does not know: a newer version made it. ` +
          'Update Plumbline, or use another database (PLUMBLINE_DATA or DATABASE_URL).',
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new MigrationError(
        `prisma/migrations/${name}/migration.sql was changed after it had been applied to this database ` +
          `(recorded ${row.checksum.slice(0, 12)}…, file ${migration.checksum.slice(0, 12)}…). ` +
          'Restore the file and put the change into a new migration, or start with an empty database.',
      );
    }
    applied.add(name);
  }
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const startedAt = new Date();
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name, startedAt],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw new MigrationError(
      `Migration ${migration.name} failed and was undone; the database is as it was before. ${explain(error, migration.sql)}`,
      { cause: error },
    );
  }
}

// PostgreSQL gives the place as a character offset; a person looks for a line.
function explain(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  const offset = Number(error.position);
  const place = offset > 0 ? ` at line ${sql.slice(0, offset).split('\n').length}` : '';
  return `PostgreSQL says${place}: ${error.message}${error.hint ? ` (${error.hint})` : ''}.`;
}
