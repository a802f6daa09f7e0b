/**
 * Who an event is. Identity is the content: SHA-256 over the canonical JSON without kind, apiVersion and metadata, which
 * items of an EventList lack. It is never the auditID: clients choose that through the Audit-ID header, and a key on it
 * would let an attacker make an event disappear as a "duplicate" of another (kubernetes#101597). The first 128 bits are
 * kept: finding two events with the same ones takes some 2^64 tries.
 */
import { hash } from 'node:crypto';
import { canonicalJson } from '@/lib/audit/canonical-json';

const ENVELOPE: ReadonlySet<string> = new Set(['kind', 'apiVersion', 'metadata']);

/** Strings, to step over them, and numbers, as they are written. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * Numbers that a double cannot hold: two events that differ only there would parse to the same value, so their digits are
 * hashed too. Sorted, because the order of keys must not matter.
 */
function inexactNumbers(text: string): string[] {
  const tokens = text.match(STRING_OR_NUMBER) ?? [];
  return tokens.filter((token) => token[0] !== '"' && !isExact(token)).sort();
}

function isExact(digits: string): boolean {
  if (/^-?\d+$/.test(digits)) return Number.isSafeInteger(Number(digits));
  return Number.isFinite(Number(digits)) && digits.replace(/\D/g, '').length <= 17;
}

/** 32 hex digits. `text` is the event as it was written, `event` the same parsed. Throws TooDeepError. */
export function eventHash(event: object, text: string): string {
  const canonical = canonicalJson(event, ENVELOPE);
  if (!canonical.inexact) return hash('sha256', canonical.text, 'hex').slice(0, 32);
  return hash('sha256', `${canonical.text}\n${inexactNumbers(text).join(',')}`, 'hex').slice(0, 32);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The 128-bit key an auditID is indexed by: itself where it is a UUID as Kubernetes writes it, else from its hash. */
export function auditKey(auditID: string): { key: string; isId: boolean } {
  if (UUID.test(auditID)) return { key: auditID, isId: true };
  return { key: hash('sha256', auditID, 'hex').slice(0, 32), isId: false };
}
