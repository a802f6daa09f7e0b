/**
 * The role that the product works as (the web server, the receiver, imports, commands) owns no table: it may add evidence and read
 * it, and the database itself refuses it everything else, triggers or not. Migrations, sealing and retention work as the owner.
 * What it may do is granted by the owner whenever a database is opened and lacks it, so that a table of a new migration needs
 * no thought, and one that holds evidence needs a line here.
 */
import pg from 'pg';
import { typesWithInt8 } from './int8';

type Privilege = 'select' | 'insert' | 'update' | 'delete' | 'truncate' | 'references' | 'trigger' | 'maintain';

const ALL_ROWS: readonly Privilege[] = ['select', 'insert', 'update', 'delete'];

/** What is less than reading and writing of all rows. */
const LESS: Record<string, readonly Privilege[]> = {
  evidence_block: ['select', 'insert'],
  checkpoint: ['select', 'insert'],
  // Written by prune_evidence, which is the owner's.
  prune_marker: ['select'],
  // Number and name of a cluster are part of its evidence, see COLUMNS.
  cluster: ['select', 'insert'],
  admin_action: ['select', 'insert'],
  case_entry: ['select', 'insert'],
  case_pin: ['select', 'insert', 'update'],
  case_file: ['select', 'insert', 'update'],
  _prisma_migrations: ['select'],
};

/** Columns that may be changed where not all may: settings, and what retention has decided. */
const COLUMNS: Record<string, readonly string[]> = {
  cluster: ['redact', 'retain_days', 'retain_bytes', 'drop_when_full', 'prune_before', 'prune_reason'],
};

/** Tables whose rows it may remove it may also analyse and rewrite; a privilege of its own since PostgreSQL 17. */
const MAINTAIN_SINCE = 170_000;

const FUNCTIONS = ['summarize_events()'];

const GRANT_LOCK = 72707370;

/** Brings the rights of the role of `productUrl` to what they should be; nothing is written where they are. */
export async function grantToProduct(ownerUrl: string, productUrl: string): Promise<void> {
  const role = decodeURIComponent(new URL(productUrl).username);
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: 'plumbline-grants',
    types: typesWithInt8,
  });
  client.on('error', () => {}); // a lost connection also rejects the query that is under way
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [GRANT_LOCK]);
    const statements = await missingGrants(client, role);
    if (statements.length === 0) return;
    await client.query(['begin', ...statements, 'commit'].join(';\n'));
  } catch (error) {
    throw new Error(
      `The role ${role} of DATABASE_URL could not be given its rights by the role of DATABASE_OWNER_URL: ${(error as Error).message}.`,
      { cause: error },
    );
  } finally {
    await client.end(); // releases the lock too
  }
}

async function missingGrants(client: pg.Client, role: string): Promise<string[]> {
  const { rows: settings } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  const maintains = (settings[0]?.version ?? 0) >= MAINTAIN_SINCE;
  const kinds: Privilege[] = [
    ...ALL_ROWS,
    'truncate',
    'references',
    'trigger',
    ...(maintains ? (['maintain'] as const) : []),
  ];
  const to = pg.escapeIdentifier(role);
  const statements: string[] = [];
  const { rows: tables } = await client.query<{ name: string; granted: Privilege[]; updatable: string[] }>(
    `select c.relname as name,
       array(select k from unnest($2::text[]) k where has_table_privilege($1, c.oid, k)) as granted,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             and has_column_privilege($1, c.oid, a.attnum, 'update')) as updatable
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname`,
    [role, kinds],
  );
  for (const { name, granted, updatable } of tables) {
    const rights = LESS[name] ?? ALL_ROWS;
    const wanted: Privilege[] = maintains && rights.includes('delete') ? [...rights, 'maintain'] : [...rights];
    const columns = COLUMNS[name] ?? [];
    const same = wanted.length === granted.length && wanted.every((kind) => granted.includes(kind));
    if (same && (wanted.includes('update') || sameColumns(updatable, columns))) continue;
    const table = `public.${pg.escapeIdentifier(name)}`;
    statements.push(`revoke all on ${table} from ${to}`, `grant ${wanted.join(', ')} on ${table} to ${to}`);
    if (columns.length > 0) statements.push(`grant update (${columns.join(', ')}) on ${table} to ${to}`);
  }
  const { rows: sequences } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and case c.relkind when 'S' then not has_sequence_privilege($1, c.oid, 'usage') else false end`,
    [role],
  );
  for (const { name } of sequences)
    statements.push(`grant usage on sequence public.${pg.escapeIdentifier(name)} to ${to}`);
  const { rows: functions } = await client.query<{ name: string }>(
    `select f as name from unnest($2::text[]) f where not has_function_privilege($1, 'public.' || f, 'execute')`,
    [role, FUNCTIONS],
  );
  for (const { name } of functions) statements.push(`grant execute on function public.${name} to ${to}`);
  return statements;
}

function sameColumns(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((column) => others.includes(column));
}
