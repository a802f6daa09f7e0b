/**
 * What one event says about the state of its object. The answer holds the object as it was stored; without it the request
 * holds what was asked for, which the server may have completed. A patch alone is shown as the patch that it is: to apply a
 * strategic merge one would have to know the schema of the resource, and a state that is only nearly right is no evidence.
 */
import { asText, readField } from '@/lib/audit/untrusted';
import type { ObjectWrite } from '@/lib/objects/history-answers';

export type ObjectState = { object: Record<string, unknown>; source: 'responseObject' | 'requestObject' };
export type Unknown = NonNullable<ObjectWrite['unknown']>;

/** Subresources that answer with the object itself; scale, binding, eviction and the like have kinds of their own. */
const WHOLE: ReadonlySet<string> = new Set(['status', 'ephemeralcontainers', 'resize', 'finalize', 'approval']);

export function stateOf(event: unknown, name: string): { state: ObjectState } | { unknown: Unknown } {
  const code = readField(event, 'responseStatus', 'code');
  if (typeof code !== 'number') return { unknown: 'unfinished' };
  if (code >= 400) return { unknown: 'refused' };
  const subresource = asText(readField(event, 'objectRef', 'subresource'));
  if (subresource !== null && !WHOLE.has(subresource)) return { unknown: 'subresource' };
  const verb = asText(readField(event, 'verb'));
  const answered = wholeObject(readField(event, 'responseObject'), name);
  if (answered) return { state: { object: answered, source: 'responseObject' } };
  if (verb === 'deletecollection') {
    const item = itemOf(event, name);
    return item ? { state: { object: item, source: 'responseObject' } } : { unknown: 'deleted' };
  }
  if (verb === 'delete') return { unknown: 'deleted' };
  const level = asText(readField(event, 'level'));
  const asked = readField(event, 'requestObject');
  if (asked === undefined) return { unknown: level === 'Metadata' || level === null ? 'level' : 'noBody' };
  if (verb === 'patch') return { unknown: 'patch' };
  const requested = wholeObject(asked, name);
  return requested ? { state: { object: requested, source: 'requestObject' } } : { unknown: 'noBody' };
}

/** The item of that name in the list that a deletecollection answered. */
export function itemOf(event: unknown, name: string): Record<string, unknown> | null {
  const items = readField(event, 'responseObject', 'items');
  if (!Array.isArray(items)) return null;
  for (const item of items) {
    const object = wholeObject(item, name);
    if (object) return object;
  }
  return null;
}

function wholeObject(value: unknown, name: string): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  if (asText(readField(value, 'kind')) === 'Status') return null;
  return asText(readField(value, 'metadata', 'name')) === name ? { ...value } : null;
}

export function generationOf(object: unknown): number | null {
  const generation = readField(object, 'metadata', 'generation');
  return typeof generation === 'number' && Number.isSafeInteger(generation) ? generation : null;
}

export function uidOf(object: unknown): string | null {
  return asText(readField(object, 'metadata', 'uid'));
}
