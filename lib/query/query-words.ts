/**
 * The words of the query language: names of fields with the spellings that people bring from elsewhere (`oc adm … audit`,
 * kubectl, jq over the event), what `is:` knows, and the parts of an event that a dotted path can begin with.
 */
import { type EventFieldName, eventFields } from '@/lib/audit/event-fields';
import { failedOutcomes } from '@/lib/audit/outcome';
import { negate, type QueryNode } from './query-tree';

/** What the name before a colon is about. */
export type Subject =
  | { kind: 'field'; field: EventFieldName }
  | { kind: 'name' | 'auditID' | 'text' | 'at' | 'from' | 'to' | 'duration' | 'is' | 'by' | 'fieldManager' }
  | { kind: 'path'; path: string };

const row = (kind: Exclude<Subject['kind'], 'field' | 'path'>): Subject => ({ kind });
const field = (name: EventFieldName): Subject => ({ kind: 'field', field: name });
const path = (name: string): Subject => ({ kind: 'path', path: name });

/** Lower case, without hyphens and underscores: `http-status-code`, `httpStatusCode` and `HTTPSTATUSCODE` are one name. */
const subjects = new Map<string, Subject>([
  ...eventFields.map(({ name }): [string, Subject] => [name.toLowerCase(), field(name)]),
  ['name', row('name')],
  ['auditid', row('auditID')],
  ['text', row('text')],
  ['at', row('at')],
  ['from', row('from')],
  ['to', row('to')],
  ['duration', row('duration')],
  ['is', row('is')],
  // oc adm … audit -f
  ['uid', row('auditID')],
  ['after', row('from')],
  ['before', row('to')],
  ['httpstatuscode', field('code')],
  ['by', row('by')],
  ['fieldmanager', row('fieldManager')],
  // kubectl, and the event's own names
  ['username', field('user')],
  ['ns', field('namespace')],
  ['group', field('apiGroup')],
  ['status', field('code')],
  ['statuscode', field('code')],
  ['ip', field('sourceIP')],
  ['agent', field('userAgent')],
  ['as', field('impersonatedUser')],
  ['time', row('at')],
  ['since', row('from')],
  ['until', row('to')],
  ['latency', row('duration')],
  ['uri', path('requestURI')],
  ['groups', path('user.groups')],
  ['user.username', field('user')],
  ['impersonateduser.username', field('impersonatedUser')],
  ['objectref.resource', field('resource')],
  ['objectref.subresource', field('subresource')],
  ['objectref.namespace', field('namespace')],
  ['responsestatus.code', field('code')],
  ['responsestatus.reason', field('reason')],
]);

/** Names offered while typing, in this order, after the fields of the field table. */
export const extraNames: { name: string; words: string }[] = [
  { name: 'name', words: 'object name, or the path of a request for no object' },
  { name: 'auditID', words: 'one request, all its stages' },
  { name: 'is', words: 'failed, denied, ok, read, write' },
  { name: 'at', words: 'a day, a time, or a range of times' },
  { name: 'from', words: 'this time or later' },
  { name: 'to', words: 'before this time' },
  { name: 'duration', words: 'from arrival to this stage: >1s, 10ms..2s' },
  { name: 'text', words: 'a string anywhere in the original' },
  { name: 'requestURI', words: 'path and query of the request' },
  { name: 'requestObject.', words: 'a path into the body that was sent' },
  { name: 'responseObject.', words: 'a path into the body that came back' },
  { name: 'annotations.', words: 'an annotation of the event' },
];

const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const READS = ['get', 'list', 'watch'];

/** What `is:` stands for. `failed` is what `failed-only` means elsewhere: a response code of 400 or more, or a refusal. */
export const isWords: Record<string, QueryNode> = {
  failed: { kind: 'field', field: 'outcome', values: [...failedOutcomes] },
  denied: { kind: 'field', field: 'outcome', values: ['denied'] },
  ok: { kind: 'field', field: 'outcome', values: ['ok'] },
  read: { kind: 'field', field: 'verb', values: READS },
  write: { kind: 'field', field: 'verb', values: WRITES },
  impersonated: negate({ kind: 'field', field: 'impersonatedUser', values: [null] }),
};

/** Bare words that are conditions, as flags without a value are elsewhere. */
export const flagWords: ReadonlyMap<string, string> = new Map([['failed-only', 'failed']]);

/** Where a dotted path can begin: the members of an audit event in the versions that there have been. */
const eventMembers = [
  'annotations',
  'apiVersion',
  'auditID',
  'authenticationMetadata',
  'impersonatedUser',
  'kind',
  'level',
  'metadata',
  'objectRef',
  'requestObject',
  'requestReceivedTimestamp',
  'requestURI',
  'responseObject',
  'responseStatus',
  'sourceIPs',
  'stage',
  'stageTimestamp',
  'timestamp',
  'user',
  'userAgent',
  'verb',
];

/** Names by which a condition can be written without a colon: `verb=get`, `code>=400`. */
export const plainNames: readonly string[] = [...subjects.keys()].filter((name) => /^[a-z]+$/.test(name));

const normal = (name: string) => name.toLowerCase().replace(/(?<=.)[-_](?=.)/g, '');

/** Null where the name is none. Paths are taken as they are: members of bodies differ by case. */
export function findSubject(name: string): Subject | null {
  const known = subjects.get(normal(name));
  if (known) return known;
  const member = name.split('.')[0] as string;
  return eventMembers.includes(member) && !name.endsWith('.') ? path(name) : null;
}

/** The known name that is nearest, for "did you mean"; null where none is near. */
export function nearestName(name: string): string | null {
  const names = [...eventFields.map((known) => known.name), ...extraNames.map((extra) => extra.name), ...eventMembers];
  const wanted = normal(name.split('.')[0] as string).slice(0, 40);
  let best: { name: string; distance: number } | null = null;
  for (const candidate of names) {
    const distance = editDistance(wanted, normal(candidate.replace(/\.$/, '')));
    if (best === null || distance < best.distance) best = { name: candidate.replace(/\.$/, ''), distance };
  }
  return best !== null && best.distance <= Math.max(1, Math.floor(wanted.length / 3)) ? best.name : null;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(swap, (previous[j] as number) + 1, (current[j - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[b.length] as number;
}
