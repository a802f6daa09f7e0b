import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { nobody, type Person } from '@/lib/people/person';
import { readyViews } from './ready-views';
import { changeView, findView, listViews, removeView, saveView, ViewRefusedError } from './saved-views';
import { viewQuery } from './view-query';

let database: TestDatabase;
const alice: Person = { name: 'alice', how: 'proxy' };
const bob: Person = { name: 'bob', how: 'proxy' };
/** Says that she is Alice. */
const claimed: Person = { name: 'alice', how: 'stated' };

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

const namesFor = async (person: Person) => (await listViews(person)).views.map(({ name }) => name);

test('a personal view is its maker’s alone, also against who only states that name', async () => {
  const view = await saveView({ name: 'mine', query: 'verb=delete', shared: false }, alice);
  expect(view).toMatchObject({ createdBy: alice, changedBy: alice, shared: false });
  expect(await namesFor(alice)).toContain('mine');
  for (const other of [bob, claimed, nobody]) {
    expect(await namesFor(other)).not.toContain('mine');
    expect(await findView(view.id, other)).toBeNull();
    expect(await changeView(view.id, { name: 'taken' }, other)).toBeNull();
    expect(await removeView(view.id, other)).toBeNull();
  }
  await expect(saveView({ name: 'x', query: '', shared: false }, nobody)).rejects.toThrow(/say who you are/);
});

test('a shared view is everybody’s, and says who changed it', async () => {
  const { id } = await saveView({ name: 'deletes', query: 'verb=delete', shared: true }, alice);
  expect(await changeView(id, { name: 'all deletes' }, bob)).toMatchObject({
    name: 'all deletes',
    query: 'verb=delete',
    createdBy: alice,
    changedBy: bob,
  });
  await expect(changeView(id, { shared: false }, bob)).rejects.toThrow(/made by alice/);
  expect(await changeView(id, { shared: false }, alice)).toMatchObject({ shared: false });
  expect(await findView(id, bob)).toBeNull();
});

test('what is removed is gone from the list and kept with who and when', async () => {
  const { id } = await saveView({ name: 'short', query: '', shared: true }, alice);
  expect(await removeView(id, bob)).toMatchObject({ name: 'short', changedBy: bob });
  expect(await removeView(id, bob)).toBeNull();
  expect(await namesFor(alice)).not.toContain('short');
  const { rows } = await database.pool.query(
    'select created_by, changed_by, removed_at is not null as removed from saved_view where id = $1',
    [id],
  );
  expect(rows).toEqual([{ created_by: 'alice', changed_by: 'bob', removed: true }]);
  // The name is free again.
  await saveView({ name: 'short', query: '', shared: true }, bob);
});

test('one name is one view, also for two at once', async () => {
  const save = () => saveView({ name: 'twice', query: '', shared: true }, alice);
  const results = await Promise.allSettled([save(), save(), save()]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = results.filter((result) => result.status === 'rejected');
  for (const { reason } of refused) expect(reason).toBeInstanceOf(ViewRefusedError);
  // Somebody's own may have it.
  await saveView({ name: 'twice', query: '', shared: false }, bob);
  const other = await saveView({ name: 'once', query: '', shared: true }, bob);
  await expect(changeView(other.id, { name: 'twice' }, bob)).rejects.toThrow('a shared view named “twice”');
});

test('hostile names and ids are refused or find nothing', async () => {
  for (const name of ['', '   ', 'a\u202eb', 'a\nb', 'x'.repeat(101)]) {
    await expect(saveView({ name, query: '', shared: true }, alice)).rejects.toThrow(/expected/);
  }
  for (const id of ['', "' or 1=1 --", '../../x', 'ffffffff-ffff-4fff-8fff-ffffffffffff']) {
    expect(await findView(id, alice)).toBeNull();
    expect(await removeView(id, alice)).toBeNull();
  }
  await expect(saveView({ name: 'bad', query: 'q=(((', shared: true }, alice)).rejects.toThrow(/Not a filter: q/);
});

describe('what a view keeps of an address', () => {
  test('filter and columns, not the open event', () => {
    expect(viewQuery('from=now-24h&event=1-a-1&verb=delete&columns=at,user&view=requests&live=1&evil=1').query).toBe(
      'verb=delete&from=now-24h&view=requests&columns=at%2Cuser',
    );
  });

  test('whatever it is given, keeping it again changes nothing', () => {
    const part = fc.constantFrom(
      'user=',
      'user=a*',
      '-verb=get',
      'from=now-1h',
      'to=x',
      'q=a:b',
      'tz=local',
      '%',
      '=',
      '&',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 8 }), (parts) => {
        const { query } = viewQuery(parts.join('&'));
        expect(viewQuery(query)).toEqual({ query, problems: [] });
      }),
      { numRuns: 60 },
    );
  });

  test.each(readyViews.map((view) => [view.id, view] as const))('%s is understood as it is written', (_, { query }) => {
    const kept = viewQuery(query);
    expect(kept.problems).toEqual([]);
    expect([...new URLSearchParams(kept.query)].sort()).toEqual([...new URLSearchParams(query)].sort());
  });
});
