// prisma/schema.prisma and prisma/migrations must make the same database: the client is generated from the one, the
// database is made by the other. Prisma's own engine (WebAssembly from npm, nothing is downloaded) turns the schema into
// SQL, which fills an empty database, and the two catalogs are compared. The engine could compare by itself, but cannot
// read every catalog through its adapter (columns of type "char"), and sees neither storage parameters nor triggers.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './test-database';

/** What the migrations make on purpose and Prisma's schema has no words for. Anything else is drift. */
const BEYOND_PRISMA = [
  "constraint case_file case_file_status_check CHECK (((status = ANY (ARRAY['open'::text, 'closed'::text])) AND ((status = 'closed'::text) = (reason IS NOT NULL))))",
  "constraint case_hypothesis case_hypothesis_state_check CHECK ((state = ANY (ARRAY['open'::text, 'supported'::text, 'refuted'::text])))",
  'constraint case_link case_link_order_check CHECK ((case_id < other_id))',
  'constraint cluster cluster_retention_check CHECK ((((retain_days IS NULL) OR (retain_bytes IS NULL)) AND (retain_days >= 1) AND (retain_bytes >= 1) AND ((prune_before IS NULL) = (prune_reason IS NULL))))',
  'constraint evidence_pack evidence_pack_subject_check CHECK (((case_id IS NULL) <> (query IS NULL)))',
  'constraint ingest_figure ingest_figure_adds_up CHECK ((received = ((inserted + duplicates) + quarantined)))',
  "constraint report report_state_check CHECK (((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])) AND ((state = 'done'::text) = (data IS NOT NULL))))",
  "constraint report_schedule report_schedule_every_check CHECK ((every = ANY (ARRAY['daily'::text, 'weekly'::text, 'monthly'::text])))",
  "constraint report_sign_off report_sign_off_verdict_check CHECK ((verdict = ANY (ARRAY['complete'::text, 'complete with exceptions'::text, 'not complete'::text])))",
  "constraint saved_view saved_view_changed_how CHECK ((changed_how = ANY (ARRAY['proxy'::text, 'stated'::text, 'unknown'::text])))",
  "constraint saved_view saved_view_created_how CHECK ((created_how = ANY (ARRAY['proxy'::text, 'stated'::text, 'unknown'::text])))",
  'constraint saved_view saved_view_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))',
  "constraint saved_view saved_view_owner CHECK ((shared OR (created_how <> 'unknown'::text)))",
  'constraint saved_view saved_view_query_length CHECK ((char_length(query) <= 16384))',
  'function guard_case_pin()',
  'function guard_evidence_block()',
  'function prune_evidence(smallint,integer,integer,bigint,text,text)',
  'function refuse_case_change()',
  'function refuse_evidence_change()',
  'function summarize_events()',
  "index CREATE INDEX event_audit_key_brin ON public.event USING brin (audit_key uuid_bloom_ops) WITH (pages_per_range='32')",
  "index CREATE INDEX event_block_brin ON public.event USING brin (cluster_id, block_seq) WITH (pages_per_range='32')",
  'index CREATE INDEX evidence_block_kept ON public.evidence_block USING btree (cluster_id, max_at) WHERE (octet_length(data) > 0)',
  'index CREATE UNIQUE INDEX saved_view_own_name ON public.saved_view USING btree (created_by, created_how, name) WHERE ((NOT shared) AND (removed_at IS NULL))',
  'index CREATE UNIQUE INDEX saved_view_shared_name ON public.saved_view USING btree (name) WHERE (shared AND (removed_at IS NULL))',
  'storage evidence_block.data e',
  'storage text_signature.bits e',
  'trigger CREATE TRIGGER case_entry_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.case_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_case_change()',
  'trigger CREATE TRIGGER case_file_remove BEFORE DELETE OR TRUNCATE ON public.case_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_case_change()',
  'trigger CREATE TRIGGER case_pin_remove BEFORE DELETE OR TRUNCATE ON public.case_pin FOR EACH STATEMENT EXECUTE FUNCTION refuse_case_change()',
  'trigger CREATE TRIGGER case_pin_update BEFORE UPDATE ON public.case_pin FOR EACH ROW EXECUTE FUNCTION guard_case_pin()',
  'trigger CREATE TRIGGER checkpoint_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_evidence_change()',
  'trigger CREATE TRIGGER evidence_block_remove BEFORE DELETE OR TRUNCATE ON public.evidence_block FOR EACH STATEMENT EXECUTE FUNCTION refuse_evidence_change()',
  'trigger CREATE TRIGGER evidence_block_update BEFORE UPDATE ON public.evidence_block FOR EACH ROW EXECUTE FUNCTION guard_evidence_block()',
  'trigger CREATE TRIGGER prune_marker_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.prune_marker FOR EACH STATEMENT EXECUTE FUNCTION refuse_evidence_change()',
];

const CATALOG = `
  with kept as (
    select oid, relname, reloptions, relkind from pg_class
    where relnamespace = 'public'::regnamespace and relname not like E'\\\\_prisma\\\\_migrations%'
  )
  select 'column ' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end
         || coalesce(' default ' || pg_get_expr(adbin, adrelid), '') || attidentity::text || attgenerated::text as line
    from kept join pg_attribute on attrelid = kept.oid left join pg_attrdef on adrelid = attrelid and adnum = attnum
   where relkind in ('r', 'p', 'v', 'm') and attnum > 0 and not attisdropped
  union all
  select 'storage ' || relname || '.' || attname || ' ' || attstorage::text
    from kept join pg_attribute on attrelid = kept.oid join pg_type on pg_type.oid = atttypid
   where relkind in ('r', 'p') and attnum > 0 and not attisdropped and attstorage <> typstorage
  union all
  select 'constraint ' || relname || ' ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
    from kept join pg_constraint on conrelid = kept.oid where contype <> 'n'
  union all
  select 'index ' || pg_get_indexdef(indexrelid) from kept join pg_index on indrelid = kept.oid
  union all
  select 'options ' || relname || ' ' || reloptions::text from kept where reloptions is not null and relkind in ('r', 'p')
  union all
  select 'trigger ' || pg_get_triggerdef(pg_trigger.oid) from kept join pg_trigger on tgrelid = kept.oid where not tgisinternal
  union all
  select 'function ' || pg_proc.oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
  union all
  select 'type ' || typname || ' ' || coalesce((select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = pg_type.oid), '')
    from pg_type where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
  union all
  select 'relation ' || relkind::text || ' ' || relname from kept where relkind not in ('i', 'I')`;

let migrated: TestDatabase;
let declared: TestDatabase;

beforeAll(async () => {
  await loadEngine();
  [migrated, declared] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([migrated.drop(), declared.drop()]));

test('the schema says what the migrations make', async () => {
  expect(await findDrift(await readSchema())).toEqual({ notInSchema: BEYOND_PRISMA, notInMigrations: [] });
});

test('a difference is seen', async () => {
  const schema = await readSchema();
  const changed = schema.replace(/^model Cluster \{$/m, '$&\n  added String?');
  expect(changed).not.toBe(schema);
  expect((await findDrift(changed)).notInMigrations).toEqual(['column cluster.added text']);
});

function readSchema(): Promise<string> {
  return readFile('prisma/schema.prisma', 'utf8');
}

async function findDrift(schema: string): Promise<{ notInSchema: string[]; notInMigrations: string[] }> {
  await declared.pool.query('drop schema public cascade; create schema public');
  await declared.pool.query(await schemaToSql(schema));
  const [made, said] = await Promise.all([readCatalog(migrated.pool), readCatalog(declared.pool)]);
  return {
    notInSchema: made.filter((line) => !said.includes(line)),
    notInMigrations: said.filter((line) => !made.includes(line)),
  };
}

async function readCatalog(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(CATALOG);
  return rows.map((row) => row.line).sort();
}

async function schemaToSql(schema: string): Promise<string> {
  const files = [{ path: 'schema.prisma', content: schema }];
  const prisma = await startEngine(schema);
  try {
    const { stdout } = await prisma.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout ?? '';
  } finally {
    prisma.free();
  }
}

async function startEngine(schema: string): Promise<engine.SchemaEngine> {
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(declared.url));
  return engine.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
}

// The package's entry imports its .wasm as a module, which Node.js does only behind a flag. Its glue holds one instance.
async function loadEngine(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(file.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engine as never });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
}
