/**
 * The secret by which a source sends events: `plumb_<prefix>_<secret>`. The prefix is public and finds the row; the secret
 * has 256 random bits, so a plain SHA-256 of the whole is all that needs to be stored: there is nothing to guess.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const FORM = /^plumb_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

export type NewToken = { token: string; prefix: string; sha256: Buffer };

export function makeToken(): NewToken {
  const prefix = randomBytes(6).toString('hex');
  const token = `plumb_${prefix}_${randomBytes(32).toString('base64url')}`;
  return { token, prefix, sha256: sha256Of(token) };
}

/** Null where the text cannot be a token. */
export function prefixOf(token: string): string | null {
  return FORM.exec(token)?.[1] ?? null;
}

/** Compares in constant time. */
export function isToken(token: string, sha256: Uint8Array): boolean {
  return sha256.length === 32 && timingSafeEqual(sha256Of(token), sha256);
}

function sha256Of(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
