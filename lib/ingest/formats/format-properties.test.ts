// Nothing that stands in an input makes reading throw, and nothing of it vanishes: every value becomes an event, goes into
// quarantine or is counted as skipped. FORMAT_RUNS raises the number of inputs tried.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStoredEvent } from '@/lib/audit/sources/stored-event';
import type { Container } from '@/lib/ingest/containers/container';
import { jsonLines } from '@/lib/ingest/containers/json-lines';
import { recogniseContainer } from '@/lib/ingest/containers/recognise-container';
import { formatNames } from '@/lib/ingest/formats/format-names';
import type { InputItem } from '@/lib/ingest/input-value';
import { type ParsedEvent, parseValue } from '@/lib/ingest/parse-value';

const numRuns = Number(process.env.FORMAT_RUNS ?? 120);

const event = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Metadata',
  auditID: '00000000-0000-4000-8000-000000000001',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/shop/pods/p',
  verb: 'get',
  user: { username: 'a', groups: ['b'] },
  objectRef: { resource: 'pods', namespace: 'shop', name: 'p', apiVersion: 'v1' },
  responseStatus: { code: 200 },
  requestReceivedTimestamp: '2026-01-01T00:00:00.123456Z',
  annotations: { 'authorization.k8s.io/decision': 'allow' },
};
const json = JSON.stringify(event);
const gke = {
  insertId: 'i',
  logName: 'l',
  timestamp: '2026-01-01T00:00:00Z',
  labels: { 'authorization.k8s.io/decision': 'allow' },
  protoPayload: {
    serviceName: 'k8s.io',
    methodName: 'io.k8s.core.v1.pods.exec.create',
    resourceName: 'core/v1/namespaces/a/pods/b/exec',
    authenticationInfo: { principalEmail: 'x' },
    authorizationInfo: [{ granted: true }],
    status: { code: 7 },
    request: { '@type': 'core.k8s.io/v1.Pod' },
  },
};
const old =
  '2017-03-21T03:57:09.1-04:00 AUDIT: id="1" ip="::1" method="GET" user="a" groups="\\"g\\"" uri="/api/v1/pods"';

/** One value a line, none of them a list. */
const lines = [
  json,
  JSON.stringify(gke),
  old,
  '2017-03-21T03:57:09.2-04:00 AUDIT: id="1" response="200"',
  JSON.stringify({ category: 'kube-audit', properties: { log: `${json}\n` } }),
  JSON.stringify({ Category: 'kube-audit', log_s: json }),
  JSON.stringify({
    AuditId: 'a',
    Verb: 'get',
    RequestUri: '/x',
    RequestReceivedTime: '1/2/2026, 3:04:05 PM',
    User: '{}',
  }),
  JSON.stringify({ log: `${json}\n`, stream: 'stdout', time: 'x' }),
  `2026-01-01T00:00:00Z stdout F ${json}`,
  `master-0 ${json}`,
  JSON.stringify({ '@timestamp': 'x', log_type: 'audit', k8s_audit_level: 'Metadata', ...event }),
  JSON.stringify({ kubernetes: { audit: event } }),
  JSON.stringify({ http: { url_details: { path: '/x' }, method: 'GET' }, auditID: 'a', timestamp: 1767225600000 }),
  `"{""name"":""m""}",2026-01-01T00:00:00.1Z,u,get,pods,,p,,/api/v1/pods/p,id,ResponseComplete,200,,,`,
  JSON.stringify({
    __time__: '1',
    auditID: 'a',
    verb: 'get',
    objectRef: '{"resource":"pods"}',
    stageTimestamp: '2026-01-01T00:00:00Z',
  }),
  JSON.stringify({ kind: 'Event', involvedObject: {} }),
];
const tables = [
  `AuditId,Verb,RequestUri,RequestReceivedTime,User\na,get,/x,2026-01-01T00:00:00Z,"{""username"":""a""}"\nb,get,/y,2026-01-01T00:00:00Z,{}`,
  `@timestamp,@message\nx,"${json.replaceAll('"', '""')}"\ny,"${json.replaceAll('"', '""')}"`,
];

async function itemsOf(container: Container, bytes: Buffer, size: number): Promise<InputItem[]> {
  async function* chunks() {
    for (let i = 0; i < bytes.length; i += size) yield Buffer.from(bytes.subarray(i, i + size));
  }
  const items: InputItem[] = [];
  for await (const some of container.read(chunks())) items.push(...some);
  return items;
}

function outcomesOf(items: readonly InputItem[], only: (typeof formatNames)[number] | null = null) {
  const events: ParsedEvent[] = [];
  let other = 0;
  const sink = { event: (e: ParsedEvent) => events.push(e), bad: () => other++, skip: () => other++, format: () => {} };
  for (const item of items) parseValue(item, 'c', sink, 0, only);
  return { events, count: events.length + other };
}

/** Some bytes of a text replaced, removed or put in. */
const edits = fc.array(
  fc.record({
    at: fc.nat(),
    remove: fc.nat(12),
    put: fc.oneof(
      fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '\n', '\r', '\t', '\0', 'null', '1e999', '""'),
      fc.string(),
    ),
  }),
  { maxLength: 6 },
);

function edited(text: string, changes: readonly { at: number; remove: number; put: string }[]): Buffer {
  let bytes = Buffer.from(text);
  for (const { at, remove, put } of changes) {
    const place = at % (bytes.length + 1);
    bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from(put), bytes.subarray(place + remove)]);
  }
  return bytes;
}

function expectReadAgain(events: readonly ParsedEvent[]): void {
  for (const { bytes, hash, values } of events) {
    const again = outcomesOf([{ value: { bytes, lineNumber: 1, byteOffset: 0 } }]);
    expect(again.events.map((one) => [one.hash, one.values])).toEqual([[hash, values]]);
    expect(readStoredEvent(bytes.toString())).not.toBeNull();
  }
}

describe('whatever an input holds', () => {
  it('each value is an event, in quarantine or skipped, and what is stored reads as the same event', async () => {
    const anyLine = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.tuple(fc.constantFrom(...lines), edits).map(([text, changes]) => edited(text, changes)),
      },
      { weight: 1, arbitrary: fc.json().map((text) => Buffer.from(text)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyLine, { maxLength: 8 }), fc.integer({ min: 1, max: 4000 }), async (values, size) => {
        const bytes = Buffer.concat(values.flatMap((value) => [value, Buffer.from('\n')]));
        const items = await itemsOf(jsonLines, bytes, size);
        const { events, count } = outcomesOf(items);
        expect(count).toBeGreaterThanOrEqual(items.length);
        // Only a list gives more than one; an edit can make one, but none of the lines is.
        if (!items.some((item) => item.value?.bytes[0] === 0x5b)) expect(count).toBe(items.length);
        expectReadAgain(events);
      }),
      { numRuns },
    );
  });

  it('the container that is recognised yields it, whatever the chunks, and never throws', async () => {
    const file = fc.oneof(
      fc.tuple(fc.shuffledSubarray(lines), edits).map(([some, changes]) => edited(some.join('\n'), changes)),
      fc.tuple(fc.constantFrom(...tables), edits).map(([table, changes]) => edited(table, changes)),
      fc.tuple(fc.constantFrom(...lines), edits).map(([text, changes]) => edited(`[${text},${text}]`, changes)),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    );
    const asked = fc.option(fc.constantFrom(...formatNames));
    await fc.assert(
      fc.asyncProperty(file, asked, fc.integer({ min: 1, max: 300 }), async (bytes, only, size) => {
        const container = recogniseContainer(bytes, only);
        const items = await itemsOf(container, bytes, size);
        const whole = await itemsOf(container, bytes, bytes.length + 1);
        const spell = (some: InputItem[]) => some.map((item) => [item.value?.bytes.toString('hex'), item.bad?.reason]);
        expect(spell(items)).toEqual(spell(whole));
        const { events, count } = outcomesOf(items, only);
        expect(count).toBeGreaterThanOrEqual(items.length);
        expectReadAgain(events);
      }),
      { numRuns },
    );
  });

  it.each(lines.slice(0, 15).concat(tables))('a line as it should be is an event: %s', async (text) => {
    if (text.includes('response="200"')) return;
    const bytes = Buffer.from(text);
    const items = await itemsOf(recogniseContainer(bytes), bytes, 100);
    expect(outcomesOf(items).events).toHaveLength(items.length);
  });

  it('hostile text of megabytes is read in linear time', async () => {
    const long = (part: string) => part.repeat(4_000_000 / part.length);
    const texts = [
      `x AUDIT: id="1" groups="${long('\\"')}"`,
      `x AUDIT: ${long('a="\\\\"')}`,
      `x AUDIT: id="${long('\\')}`,
      `${long('"')},2026-01-01T00:00:00Z,`,
      `AuditId,Verb,RequestUri\n${long('"a",')}`,
      `AuditId,Verb,RequestUri\n${long('""')}`,
      long('a '),
      long('{'),
      JSON.stringify({
        ...gke,
        protoPayload: { ...gke.protoPayload, resourceName: long('/a'), methodName: long('.v1') },
      }),
    ];
    for (const text of texts) {
      const bytes = Buffer.from(text);
      const items = await itemsOf(recogniseContainer(bytes.subarray(0, 65_536)), bytes, 1 << 20);
      expect(outcomesOf(items).count).toBe(items.length);
    }
  });
});
