/**
 * A document of Elastic's Kubernetes integration: the event's fields under `kubernetes.audit`, nested or with dots in the
 * names, by themselves or as a search hit. Its annotations have underscores where Kubernetes has dots.
 */
import { asObject, type JsonObject, type NativeEvent, nativeFieldsOf } from './native-event';

const PREFIX = 'kubernetes.audit.';

export function ecsEvent(document: JsonObject): NativeEvent | null {
  const source = asObject(document._source) ?? document;
  const audit = auditOf(source);
  if (audit === null || !('auditID' in audit || 'verb' in audit)) return null;
  const event: Record<string, unknown> = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', ...nativeFieldsOf(audit) };
  const annotations = asObject(audit.annotations);
  if (annotations !== null) {
    event.annotations = Object.fromEntries(Object.entries(annotations).map(([name, value]) => [withDots(name), value]));
  }
  return { event, identity: event };
}

function auditOf(source: JsonObject): JsonObject | null {
  const nested = asObject(asObject(source.kubernetes)?.audit);
  if (nested !== null) return nested;
  const flat = Object.entries(source).filter(([key]) => key.startsWith(PREFIX));
  return flat.length === 0 ? null : unflatten(flat.map(([key, value]) => [key.slice(PREFIX.length), value]));
}

/** `user.username` to `{user: {username}}`; below annotations and extra the names have dots of their own. */
function unflatten(entries: [string, unknown][]): JsonObject {
  const root = new Map<string, unknown>();
  for (const [key, value] of entries) {
    const dot = key.indexOf('.');
    if (dot < 0) root.set(key, value);
    else innerMap(root, key.slice(0, dot)).push([key.slice(dot + 1), value]);
  }
  return Object.fromEntries(
    [...root].map(([key, value]) => [key, value instanceof Members ? membersOf(key, value) : value]),
  );
}

class Members extends Array<[string, unknown]> {}

function innerMap(root: Map<string, unknown>, key: string): Members {
  const known = root.get(key);
  if (known instanceof Members) return known;
  const members = new Members();
  root.set(key, members);
  return members;
}

function membersOf(key: string, members: Members): JsonObject {
  return key === 'annotations' ? Object.fromEntries(members) : unflattenExtra(members);
}

function unflattenExtra(members: Members): JsonObject {
  const own = members.filter(([name]) => !name.startsWith('extra.'));
  const extra = members.filter(([name]) => name.startsWith('extra.'));
  const of = Object.fromEntries(extra.map(([name, value]) => [name.slice('extra.'.length), value]));
  return { ...Object.fromEntries(own), ...(extra.length === 0 ? {} : { extra: of }) };
}

/** `authorization_k8s_io/decision` is `authorization.k8s.io/decision`: a domain has no underscores, a name behind it may. */
function withDots(name: string): string {
  const slash = name.indexOf('/');
  return slash < 0 ? name : name.slice(0, slash).replaceAll('_', '.') + name.slice(slash);
}
