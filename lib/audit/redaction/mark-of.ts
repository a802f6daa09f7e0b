/** What stands in place of a secret: a keyed hash, so that equal secrets can be seen to be equal and nobody can try guesses. */
import { createHmac } from 'node:crypto';
import { canonicalJson } from '@/lib/audit/canonical-json';
import { MARK_PREFIX } from '@/lib/audit/redaction/redaction-mark';

export type RedactionKey = Uint8Array;

/** HMAC-SHA-256 of the canonical JSON of the value, the first 128 bits. */
export function markOf(value: unknown, key: RedactionKey): string {
  const hmac = createHmac('sha256', key).update(canonicalJson(value).text);
  return MARK_PREFIX + hmac.digest('hex').slice(0, 32);
}
