import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from './migrate';
import { createTestDatabase, type TestDatabase } from './test-database';

// Everything that a splitter at ';' would break: a function body, a DO block, a trigger.
const FIRST = `
  create table note (id int primary key, text text);
  create function shout() returns trigger language plpgsql as $$
  begin
    new.text := upper(new.text); return new;
  end $$;
  create trigger shout before insert on note for each row execute function shout();
  do $$ begin insert into note values (1, 'a;b'); end $$;`;

describe('migrate', () => {
  let database: TestDatabase;
  let directory: string;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    await database.pool.query('drop schema public cascade; create schema public');
    directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-migrate-'));
    await write('20260101000000_first', FIRST);
    return () => rm(directory, { recursive: true });
  });

  async function write(name: string, sql: string) {
    await mkdir(path.join(directory, name), { recursive: true });
    await writeFile(path.join(directory, name, 'migration.sql'), sql);
  }

  test('applies what is missing, once, and records it as Prisma does', async () => {
    expect(await migrate(database.url, directory)).toEqual(['20260101000000_first']);
    await write('20260102000000_second', 'alter table note add column extra int;');
    expect(await migrate(database.url, directory)).toEqual(['20260102000000_second']);
    expect(await migrate(database.url, directory)).toEqual([]);

    const note = await database.pool.query('select text from note');
    expect(note.rows).toEqual([{ text: 'A;B' }]);
    const { rows } = await database.pool.query('select * from _prisma_migrations order by migration_name');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ migration_name: '20260101000000_first', applied_steps_count: 1, logs: null });
    expect(rows[0].id).toMatch(/^[0-9a-f-]{36}$/);
    expect(rows[0].checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0].finished_at).toBeInstanceOf(Date);
  });

  test('several at once apply each migration once', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrate(database.url, directory)));
    expect(applied.flat()).toEqual(['20260101000000_first']);
  });

  test('a failing migration leaves nothing behind and names the line', async () => {
    await write('20260102000000_bad', 'create table half (id int);\nselect nonsense;');
    await expect(migrate(database.url, directory)).rejects.toThrow(
      /20260102000000_bad failed and was undone.* at line 2: column "nonsense" does not exist/,
    );
    const { rows } = await database.pool.query(`select to_regclass('half') as half, to_regclass('note') as note`);
    expect(rows).toEqual([{ half: null, note: 'note' }]);
    await write('20260102000000_bad', 'create table half (id int);');
    expect(await migrate(database.url, directory)).toEqual(['20260102000000_bad']);
  });

  test('a migration changed after it was applied is refused', async () => {
    await migrate(database.url, directory);
    await write('20260101000000_first', `${FIRST} -- changed`);
    await expect(migrate(database.url, directory)).rejects.toThrow(
      /was changed after it had been applied.*new migration/,
    );
  });

  test('a database of a newer version is refused', async () => {
    await migrate(database.url, directory);
    await rm(path.join(directory, '20260101000000_first'), { recursive: true });
    await expect(migrate(database.url, directory)).rejects.toThrow(/a newer version made it. Update Plumbline/);
  });

  test('a migration that Prisma left unfinished is refused', async () => {
    await migrate(database.url, directory);
    await database.pool.query('update _prisma_migrations set finished_at = null');
    await expect(migrate(database.url, directory)).rejects.toThrow(/did not finish.*migrate resolve --rolled-back/);
  });
});
