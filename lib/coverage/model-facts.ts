/**
 * For tests: facts straight from events, without a database. model-facts.test.ts holds that PostgreSQL finds the same.
 */
import { createHash } from 'node:crypto';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import type { BucketFacts, StreamCount } from '@/lib/coverage/bucket-facts';
import { bucketOf, SLOT_MICROSECONDS } from '@/lib/coverage/bucket-time';
import type { FactSpan } from '@/lib/coverage/judge-buckets';
import { keepStreams } from '@/lib/coverage/keep-streams';
import { longRunningSubresources, streamKinds } from '@/lib/coverage/stream-kinds';

export type ModelEvent = {
  at: number;
  /** A request's own name. */
  request: string;
  kind: number;
  head: number;
  stream: number;
  apiserver: string | null;
};

type AuditEvent = {
  auditID: string;
  stage: string;
  verb: string;
  user: { username?: string };
  objectRef?: { resource?: string; subresource?: string; namespace?: string; name?: string };
  requestReceivedTimestamp: string;
};

export function modelEvents(log: string): ModelEvent[] {
  const events: ModelEvent[] = [];
  for (const line of log.split('\n')) if (line !== '') events.push(modelEvent(JSON.parse(line)));
  return events;
}

export function modelEvent(event: AuditEvent): ModelEvent {
  const { resource = '', subresource = '', namespace = '', name = '' } = event.objectRef ?? {};
  const user = event.user.username ?? '';
  const kind = kindOfEvent(event, user, resource, subresource, namespace);
  const isLease = kind === streamKinds.lease || kind === streamKinds.apiserver;
  const counts = kind <= streamKinds.apiserver;
  const key = [user, event.verb, resource, subresource, namespace, isLease ? name : ''].join('\n');
  return {
    at: parseRfc3339(event.requestReceivedTimestamp) as number,
    request: event.auditID,
    kind,
    head: counts ? (kind << 24) | (hash(resource, 12) << 12) | hash(event.verb, 12) : 0,
    stream: counts ? hash(key, 32) : 0,
    apiserver: kind === streamKinds.apiserver ? name : null,
  };
}

function kindOfEvent(
  event: AuditEvent,
  user: string,
  resource: string,
  subresource: string,
  namespace: string,
): number {
  const long = event.verb === 'watch' || (longRunningSubresources as readonly string[]).includes(subresource);
  if (event.stage === 'RequestReceived' && !long) return streamKinds.received;
  if (event.stage !== 'ResponseComplete' && event.stage !== 'Panic') return streamKinds.other;
  if (resource !== 'leases' || (event.verb !== 'update' && event.verb !== 'patch')) return streamKinds.call;
  return user === 'system:apiserver' && namespace === 'kube-system' ? streamKinds.apiserver : streamKinds.lease;
}

const hashes = new Map<string, number>();

function hash(text: string, bits: 12 | 32): number {
  let value = hashes.get(text);
  if (value === undefined) {
    value = createHash('sha256').update(text).digest().readInt32BE(0);
    hashes.set(text, value);
  }
  return bits === 32 ? value : value & 0xfff;
}

/** The facts of all these events, from the first bucket to the last. */
export function modelFacts(events: readonly ModelEvent[]): FactSpan {
  const byBucket = new Map<number, ModelEvent[]>();
  for (const event of events) {
    const bucket = bucketOf(event.at);
    const list = byBucket.get(bucket);
    if (list) list.push(event);
    else byBucket.set(bucket, [event]);
  }
  const numbers = [...byBucket.keys()].sort((a, b) => a - b);
  const first = numbers[0] ?? 0;
  const last = numbers[numbers.length - 1] ?? -1;
  const facts: (BucketFacts | null)[] = [];
  for (let bucket = first; bucket <= last; bucket++) {
    const list = byBucket.get(bucket);
    facts.push(list ? factsOf(bucket, list) : null);
  }
  return { first, facts };
}

function factsOf(bucket: number, events: readonly ModelEvent[]): BucketFacts {
  const slots = new Map<number, { count: number; first: number; last: number }>();
  const streams = new Map<string, StreamCount>();
  const apiservers: Record<string, number> = {};
  const received = events.filter(({ kind }) => kind === streamKinds.received);
  const completed = new Set(events.filter(({ kind }) => kind <= streamKinds.apiserver).map(({ request }) => request));
  for (const { at, kind, head, stream, apiserver } of events) {
    const slot = slots.get(Math.floor(at / SLOT_MICROSECONDS)) ?? { count: 0, first: at, last: at };
    slots.set(Math.floor(at / SLOT_MICROSECONDS), {
      count: slot.count + 1,
      first: Math.min(slot.first, at),
      last: Math.max(slot.last, at),
    });
    if (kind > streamKinds.apiserver) continue;
    const entry = streams.get(`${head} ${stream}`) ?? { head, stream, count: 0 };
    streams.set(`${head} ${stream}`, { ...entry, count: entry.count + 1 });
    if (apiserver !== null) apiservers[apiserver] = (apiservers[apiserver] ?? 0) + 1;
  }
  return {
    bucket,
    events: events.length,
    completed: events.filter(({ kind }) => kind <= streamKinds.apiserver).length,
    received: received.length,
    orphans: received.filter(({ request }) => !completed.has(request)).length,
    slots: [...slots].sort(([a], [b]) => a - b).map(([, slot]) => slot),
    streams: keepStreams([...streams.values()]),
    apiservers,
  };
}
