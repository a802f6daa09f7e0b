/** The key that a cluster's secrets are replaced with. Every way into the database asks here: files, uploads, the webhook. */
import path from 'node:path';
import type { Pool } from 'pg';
import type { RedactionKey } from '@/lib/audit/redaction/mark-of';
import { getEnv } from '@/lib/env';
import { readKey, readOrMakeKey } from '@/lib/keys/key-file';

/** Null where the redaction is switched off for this cluster. */
export async function clusterRedactionKey(pool: Pool, clusterId: number): Promise<RedactionKey | null> {
  const { rows } = await pool.query<{ redact: boolean }>('select redact from cluster where id = $1', [clusterId]);
  return rows[0]?.redact === false ? null : redactionKey();
}

/** PLUMBLINE_REDACTION_KEY, else the installation's own key, made at its first use. */
async function redactionKey(): Promise<RedactionKey> {
  const { PLUMBLINE_DATA, PLUMBLINE_REDACTION_KEY: given } = getEnv();
  return given === undefined ? readOrMakeKey(path.join(PLUMBLINE_DATA, 'keys', 'redaction.key')) : readKey(given);
}
