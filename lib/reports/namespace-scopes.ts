/** Namespaces in scope under a name: a small setting, changes of which are on record. */
import { inTransaction } from '@/lib/db/in-transaction';
import { getPool } from '@/lib/db/pool';
import { type Person, webActor } from '@/lib/people/person';
import type { NewScope } from '@/lib/reports/report-answers';
import { type NamespaceScope, ReportRequestError } from '@/lib/reports/report-request';

export async function listScopes(): Promise<NamespaceScope[]> {
  const { rows } = await getPool().query<NamespaceScope>(
    'select name, namespaces from namespace_scope order by name collate "C"',
  );
  return rows;
}

/** No namespaces take the scope away. */
export async function setScope({ name, namespaces }: NewScope, person: Person): Promise<NamespaceScope[]> {
  await inTransaction(getPool(), async (client) => {
    const { rows } = await client.query<NamespaceScope>(
      'select namespaces from namespace_scope where name = $1 for update',
      [name],
    );
    if (namespaces.length === 0) await client.query('delete from namespace_scope where name = $1', [name]);
    else {
      await client.query(
        `insert into namespace_scope (name, namespaces, changed_by, changed_how) values ($1, $2, $3, $4)
         on conflict (name) do update set namespaces = $2, changed_by = $3, changed_how = $4, changed_at = now()`,
        [name, namespaces, person.name, person.how],
      );
    }
    const before = rows[0] ? `${name}: ${rows[0].namespaces.join(', ')}` : null;
    const after = namespaces.length === 0 ? null : `${name}: ${namespaces.join(', ')}`;
    await client.query('insert into admin_action (actor, action, before, after) values ($1, $2, $3, $4)', [
      webActor(person),
      'reports.scope',
      before,
      after,
    ]);
  });
  return listScopes();
}

export async function findScope(name: string | null): Promise<NamespaceScope | null> {
  if (name === null) return null;
  const scopes = await listScopes();
  const found = scopes.find((scope) => scope.name === name);
  if (found) return found;
  const there =
    scopes.length === 0
      ? 'There is none yet: make one first.'
      : `There are: ${scopes.map((scope) => scope.name).join(', ')}.`;
  throw new ReportRequestError(`There is no scope of namespaces “${name}”. ${there}`);
}
