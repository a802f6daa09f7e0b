/**
 * What the role that the product works as could do to evidence, by the rights that the database itself knows of: a role that owns
 * the tables, or is a superuser, can switch off the triggers that refuse changes, and one that is neither cannot.
 */
import type { ClientBase, Pool } from 'pg';

export type EvidenceRights = {
  role: string;
  /** In words, such as "change rows of evidence_block"; empty where it can only add. */
  mayDo: string[];
};

const TABLES = ['evidence_block', 'checkpoint', 'prune_marker'];

const CHANGES = [
  { privilege: 'update', words: 'change rows of' },
  { privilege: 'delete', words: 'delete rows of' },
  { privilege: 'truncate', words: 'empty' },
  { privilege: 'trigger', words: 'add triggers to' },
];

type Row = { role: string; superuser: boolean; table: string; owner: boolean; privileges: string[]; columns: boolean };

export async function readEvidenceRights(client: ClientBase | Pool): Promise<EvidenceRights> {
  const { rows } = await client.query<Row>(
    `select current_user as role, r.rolsuper as superuser, c.relname as "table",
       pg_has_role(c.relowner, 'member') as owner,
       array(select p from unnest($2::text[]) p where has_table_privilege(c.oid, p)) as privileges,
       has_any_column_privilege(c.oid, 'update') as columns
     from pg_class c join pg_roles r on r.rolname = current_user
     where c.oid = any(select to_regclass(t) from unnest($1::text[]) t)
     order by array_position($1::text[], c.relname::text)`,
    [TABLES, CHANGES.map(({ privilege }) => privilege)],
  );
  const role = rows[0]?.role ?? '';
  if (rows[0]?.superuser) return { role, mayDo: ['do everything: it is a superuser'] };
  const owned = rows.filter(({ owner }) => owner).map(({ table }) => table);
  const mayDo = owned.length > 0 ? [`switch off the triggers of ${owned.join(', ')}: it owns them`] : [];
  for (const { table, owner, privileges, columns } of rows) {
    if (owner) continue;
    for (const { privilege, words } of CHANGES) {
      const has = privileges.includes(privilege) || (privilege === 'update' && columns);
      if (has) mayDo.push(`${words} ${table}`);
    }
  }
  return { role, mayDo };
}

/** One sentence for people. */
export function rightsInWords({ role, mayDo }: EvidenceRights): string {
  if (mayDo.length === 0) {
    return `The product works as the role ${role}, which can add evidence but can neither change nor remove it, nor switch off the triggers that refuse that.`;
  }
  return `The product works as the role ${role}, which could ${mayDo.join('; ')}. With a role of its own for the product (docs/database.md) the database would refuse that.`;
}
