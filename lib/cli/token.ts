/**
 * npm run token -- create --cluster NAME --label TEXT | list [--json] | revoke ID
 * Tokens by which sources send events to POST /api/ingest/audit. `create` prints the token alone on standard output, so that
 * it can go into a file, and the rest on standard error. Exit code 0, 1 when it failed, 2 for a wrong call.
 */
import { parseArgs } from 'node:util';
import { openDatabase } from '@/lib/db/open-database';
import { clusterNameSchema, DEFAULT_CLUSTER } from '@/lib/ingest/cluster-name';
import { createToken } from '@/lib/ingest/receiver/create-token';
import { listTokens, type TokenRecord } from '@/lib/ingest/receiver/list-tokens';
import { revokeToken } from '@/lib/ingest/receiver/revoke-token';
import { tokenLabelSchema } from '@/lib/ingest/receiver/token-label';

const USAGE = `Usage: npm run token -- create --cluster NAME --label TEXT
       npm run token -- list [--json]
       npm run token -- revoke ID

A token lets one source send audit events of one cluster to POST /api/ingest/audit, and do nothing else. It is shown once,
by create; only its SHA-256 is kept. Revoking it has effect at once.`;

type Call = () => Promise<number>;

function parseCall(): Call | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        cluster: { type: 'string', default: DEFAULT_CLUSTER },
        label: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [command, id, ...more] = positionals;
    if (more.length > 0) return `Too many words: ${more.join(' ')}.\n\n${USAGE}`;
    if (command === 'create' && id === undefined) {
      const cluster = clusterNameSchema.safeParse(values.cluster);
      if (!cluster.success) return `--cluster ${values.cluster}: ${cluster.error.issues[0]?.message}.`;
      const label = tokenLabelSchema.safeParse(values.label ?? '');
      if (!label.success) return `--label: ${label.error.issues[0]?.message}. It tells you later which source this is.`;
      return () => create(cluster.data, label.data);
    }
    if (command === 'list' && id === undefined) return () => list(values.json);
    if (command === 'revoke' && id !== undefined) return () => revoke(id);
    return USAGE;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

async function create(cluster: string, label: string): Promise<number> {
  const { id, token } = await createToken({ cluster, label });
  console.error(
    `Token ${id} of ${label} for cluster ${cluster}. It is shown this once; keep it where the source reads it:`,
  );
  console.log(token);
  return 0;
}

async function list(json: boolean): Promise<number> {
  const tokens = await listTokens();
  if (json) console.log(JSON.stringify({ tokens }));
  else if (tokens.length === 0)
    console.log('There are no tokens. Make one: npm run token -- create --cluster NAME --label TEXT');
  else for (const token of tokens) console.log(lineOf(token));
  return 0;
}

function lineOf({ id, cluster, label, prefix, lastUsedAt, revokedAt }: TokenRecord): string {
  const state = revokedAt
    ? `revoked ${revokedAt.toISOString()}`
    : lastUsedAt
      ? `last used ${lastUsedAt.toISOString()}`
      : 'never used';
  return `${id}  plumb_${prefix}_…  ${cluster}  ${label}  ${state}`;
}

async function revoke(id: string): Promise<number> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  if (isId && (await revokeToken(id))) {
    console.log(`Token ${id} is revoked: from now on it is refused.`);
    return 0;
  }
  console.error(`There is no token with the id ${id}. The ids are in: npm run token -- list`);
  return 1;
}

async function main(): Promise<number> {
  const call = parseCall();
  if (typeof call === 'string') {
    console.error(call);
    return 2;
  }
  const database = await openDatabase();
  try {
    return await call();
  } finally {
    await database.close();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
