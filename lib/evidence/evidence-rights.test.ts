// What the product's role may not do to evidence is refused by its rights alone: every trigger is gone here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockCluster } from '@/lib/db/locks';
import { grantToProduct } from '@/lib/db/product-role';
import { createProductDatabase, hasProductRole, type ProductDatabase } from '@/lib/db/test-product-database';
import { appendBlocks, readLogHead } from './append-blocks';
import { compressPayload, packEvents } from './block-payload';
import { eventRoot } from './event-root';
import { readEvidenceRights, rightsInWords } from './evidence-rights';

describe.runIf(hasProductRole())('the role that the product works as', () => {
  let database: ProductDatabase;
  let clusterId: number;

  beforeAll(async () => {
    database = await createProductDatabase();
    clusterId = await appendAsProduct();
    for (const table of ['evidence_block', 'checkpoint', 'prune_marker']) {
      await database.pool.query(`alter table ${table} disable trigger user`);
    }
  });
  afterAll(() => database.drop());

  async function appendAsProduct(): Promise<number> {
    const { rows } = await database.product.query<{ id: number }>(
      `insert into cluster (name) values ('c') returning id`,
    );
    const id = rows[0]?.id ?? 0;
    const events = [Buffer.from('{}')];
    const payload = packEvents(events);
    const data = await compressPayload(payload);
    await inTransaction(database.product, async (client) => {
      await lockCluster(client, id);
      const head = await readLogHead(client, id);
      const block = { eventCount: 1, byteLength: payload.length, eventRoot: eventRoot(events), minAt: 1, maxAt: 1 };
      await Promise.all(
        appendBlocks(client, id, head, [{ ...block, importFileId: null, counts: Buffer.alloc(12), data }]),
      );
      await client.query(
        `insert into checkpoint (cluster_id, size, root, events, at, note) values ($1, 1, $2, 1, 1, '')`,
        [id, eventRoot(events)],
      );
    });
    return id;
  }

  it('is refused the removal of rows of every table that a trigger guards: none was forgotten', async () => {
    const { rows } = await database.product.query<{ table: string; mayRemove: boolean }>(
      `select distinct c.relname as table,
         has_table_privilege(c.oid, 'delete') or has_table_privilege(c.oid, 'truncate') as "mayRemove"
       from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where not t.tgisinternal and t.tgtype & 8 > 0 order by 1`,
    );
    expect(rows.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['case_entry', 'checkpoint', 'evidence_block']),
    );
    expect(rows.filter(({ mayRemove }) => mayRemove)).toEqual([]);
  });

  it.each([
    "update evidence_block set data = ''",
    'update evidence_block set received_at = now() where false',
    'delete from evidence_block',
    'truncate evidence_block cascade',
    "update checkpoint set note = ''",
    'delete from checkpoint',
    'truncate checkpoint',
    "insert into prune_marker (cluster_id, first_seq, last_seq, at, note) values (1, 1, 1, 1, '')",
    "update prune_marker set note = ''",
    'delete from prune_marker',
    'truncate prune_marker',
    "select prune_evidence(1::smallint, 1, 1, 1, '', '')",
    'update cluster set id = 99',
    "update cluster set name = 'other'",
    'update cluster set log_id = gen_random_uuid()',
    'delete from cluster',
    'truncate cluster cascade',
    'alter table evidence_block disable trigger user',
    'alter table evidence_block enable trigger user',
    'drop trigger evidence_block_update on evidence_block',
    'create trigger mine before update on evidence_block for each row execute function refuse_evidence_change()',
    'create rule mine as on insert to evidence_block do instead nothing',
    'alter table evidence_block owner to current_user',
    'drop table evidence_block',
    'drop function prune_evidence',
    `create or replace function refuse_evidence_change() returns trigger language plpgsql as 'begin return null; end'`,
    'create table public.mine (a int)',
    "set session_replication_role = 'replica'",
    'set role plumbline',
    'update admin_action set at = now()',
    'delete from admin_action',
    'update case_entry set at = now()',
    'delete from _prisma_migrations',
  ])('is refused: %s', async (statement) => {
    await expect(database.product.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('reads what it has added', async () => {
    const { rows } = await database.product.query('select octet_length(data) > 0 as kept from evidence_block');
    expect(rows).toEqual([{ kept: true }]);
    const settings = 'update cluster set retain_days = 30 where id = $1';
    expect((await database.product.query(settings, [clusterId])).rowCount).toBe(1);
  });

  it('says of itself that it can only add, and of the owner that it could do more', async () => {
    const rights = await readEvidenceRights(database.product);
    expect(rights).toEqual({ role: 'plumbline_product', mayDo: [] });
    expect(rightsInWords(rights)).toContain('can neither change nor remove it');
    expect((await readEvidenceRights(database.pool)).mayDo).toEqual([
      'switch off the triggers of evidence_block, checkpoint, prune_marker: it owns them',
    ]);
  });

  it.each([
    ['update', 'change rows of evidence_block'],
    ['delete', 'delete rows of evidence_block'],
    ['truncate', 'empty evidence_block'],
    ['update (data)', 'change rows of evidence_block'],
  ])('a right too many (%s) is told, and taken away at the next start', async (right, words) => {
    await database.pool.query(`grant ${right} on evidence_block to plumbline_product`);
    expect((await readEvidenceRights(database.product)).mayDo).toEqual([words]);
    await grantToProduct(database.url, database.productUrl);
    expect((await readEvidenceRights(database.product)).mayDo).toEqual([]);
  });
});
