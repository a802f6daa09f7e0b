// The scanner must say what the parser says, or leave the event to it: compared on events of the demo cluster, on arbitrary
// events and on broken bytes.

import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditKey } from '@/lib/audit/event-identity';
import { redactEvent } from '@/lib/audit/redaction/redact-event';
import { type ParsedEvent, parseValue } from '@/lib/ingest/parse-value';
import { EventScanner, NOT_SCANNED, SCANNED, UNKNOWN_COMBINATION } from '@/lib/ingest/scanner/event-scanner';
import { skipWithReason } from '@/lib/skip-with-reason';

const scanner = new EventScanner();
const KEY = Buffer.alloc(32, 1);
const combinations = new Map<string, number>();

/** What the parser makes of a value: its events, and whether it found fault with it. */
function parse(bytes: Buffer): { events: ParsedEvent[]; faults: number } {
  const events: ParsedEvent[] = [];
  let faults = 0;
  parseValue({ value: { bytes, lineNumber: 1, byteOffset: 0 } }, 'test', {
    event: (event) => events.push(event),
    bad: () => faults++,
    skip: () => faults++,
    format: () => undefined,
  });
  return { events, faults };
}

/** Scans the value and compares every answer with the parser's; returns the scanner's answer. */
function compare(bytes: Buffer): number {
  // The scanner is for valid UTF-8 only; BatchParser asks before.
  const answer = isUtf8(bytes) ? scanner.scan(bytes) : NOT_SCANNED;
  if (answer === NOT_SCANNED) return answer;
  // It may say yes for nothing, but must not miss what the redaction would replace.
  const mayHoldSecrets = scanner.mayHoldSecrets();
  if (!mayHoldSecrets) expect(redactEvent(bytes.toString(), KEY)).toBeNull();
  const { events, faults } = parse(bytes);
  if (answer === UNKNOWN_COMBINATION && events.length === 0) {
    // A stage or level that is none: not remembered, so the parser is asked each time.
    expect(faults).toBe(1);
    return answer;
  }
  expect(events).toHaveLength(1);
  const event = events[0] as ParsedEvent;
  expect({
    at: scanner.at,
    hash: Buffer.from(scanner.hash(), 'binary').toString('hex').slice(0, 32),
    auditKey: Buffer.from(scanner.auditKey).toString('hex'),
    name: Buffer.from(scanner.name).toString('utf8'),
  }).toEqual({
    at: event.at,
    hash: event.hash,
    auditKey: event.auditKey.replaceAll('-', ''),
    name: event.name ?? '',
  });
  expect(event.auditKeyIsId).toBe(true);
  const key = event.values.join('\0');
  const known = combinations.get(key) ?? combinations.size;
  combinations.set(key, known);
  if (answer === SCANNED) expect(scanner.combination).toBe(known);
  else scanner.remember(known);
  return answer;
}

const EVENT = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID: 'eeaf4ae6-d7d6-4d6b-ae03-130a83e5dad8',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/shop/pods?limit=500',
  verb: 'create',
  user: {
    username: 'system:serviceaccount:shop:web',
    groups: ['system:serviceaccounts'],
    extra: { 'authentication.kubernetes.io/pod-name': ['web-7d4b9c6f5-x2x4z'] },
  },
  sourceIPs: ['1.2.3.4', '10.0.0.1'],
  userAgent: 'kubectl/v1.36',
  objectRef: { resource: 'pods', namespace: 'shop', name: 'web-0', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 201 },
  requestObject: { spec: { containers: [{ image: 'nginx', ports: [80, -1, 0], tty: false, stdin: null }] } },
  requestReceivedTimestamp: '2026-02-28T23:59:59.999999Z',
  stageTimestamp: '2026-03-01T00:00:00.000001Z',
  annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
};

const bytesOf = (event: unknown, indent?: number) => Buffer.from(JSON.stringify(event, null, indent));

describe('events as kube-apiserver writes them', () => {
  test('are scanned, and the second time their combination is known', () => {
    const fresh = bytesOf({ ...EVENT, verb: `verb-${Math.random()}` });
    expect(compare(fresh)).toBe(UNKNOWN_COMBINATION);
    expect(compare(fresh)).toBe(SCANNED);
  });

  test('also as items of a list, with white space, with the keys in another order, with escapes', () => {
    const { kind: _, apiVersion: __, ...item } = EVENT;
    expect(compare(bytesOf(item))).not.toBe(NOT_SCANNED);
    expect(compare(bytesOf(EVENT, 2))).not.toBe(NOT_SCANNED);
    const turned = Object.fromEntries(Object.entries(EVENT).reverse());
    expect(compare(bytesOf(turned))).not.toBe(NOT_SCANNED);
    const escaped = JSON.stringify({ ...EVENT, userAgent: 'a<b>\u2028"\\\n\u0001é☃😀' })
      .replace('<', '\\u003c')
      .replace('>', '\\u003E')
      .replace('\u2028', '\\u2028');
    expect(compare(Buffer.from(escaped))).not.toBe(NOT_SCANNED);
    const fields = { 'k:{"type":"Ready"}': {}, 'f:a': { '\\b': 1, '"': 2, '': 3 } };
    expect(compare(bytesOf({ ...EVENT, requestObject: fields }))).not.toBe(NOT_SCANNED);
  });

  test('what is unusual is left to the parser', () => {
    const unusual = [
      { ...EVENT, more: 1 },
      { ...EVENT, metadata: {} },
      { ...EVENT, apiVersion: 'audit.k8s.io/v1beta1' },
      { ...EVENT, auditID: 'chosen-by-the-client' },
      { ...EVENT, auditID: auditKey('x').key },
      { ...EVENT, objectRef: 'invalid' },
      { ...EVENT, requestObject: { replicas: 1.5 } },
      { ...EVENT, requestObject: { uid: 2 ** 60 } },
      { ...EVENT, requestObject: { ключ: 1 } },
      { ...EVENT, requestReceivedTimestamp: '2026-02-29T00:00:00.000000Z' },
      { ...EVENT, requestReceivedTimestamp: '2026-02-28T00:00:00Z' },
      { ...EVENT, requestReceivedTimestamp: undefined },
    ];
    for (const event of unusual) expect([compare(bytesOf(event)), event]).toEqual([NOT_SCANNED, event]);
    const twice = JSON.stringify(EVENT).replace('"verb"', '"verb":"get","verb"');
    expect(compare(Buffer.from(twice))).toBe(NOT_SCANNED);
    expect(compare(Buffer.from(`${JSON.stringify(EVENT)},`))).toBe(NOT_SCANNED);
  });

  test('a combination is forgotten rather than mistaken when there are too many', () => {
    for (let i = 0; i < 60_010; i++) {
      const event = bytesOf({ ...EVENT, userAgent: `agent-${i % 60_005}` });
      if (scanner.scan(event) === UNKNOWN_COMBINATION) scanner.remember(i);
      else expect(scanner.combination).toBe(i - 60_005);
    }
    // What was remembered here are other numbers than those of `combinations`.
    combinations.clear();
    for (let i = 0; i < 60_001; i++) {
      if (scanner.scan(bytesOf({ ...EVENT, userAgent: `other-${i}` })) === UNKNOWN_COMBINATION) scanner.remember(i);
    }
    combinations.clear();
  });
});

// Values that facets, names and times are made of, as an attacker would choose them.
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 300 }),
  fc.constantFrom(
    '',
    '?',
    'a\\b',
    '\0',
    '"',
    'a?b',
    'x'.repeat(1100),
    '\ud800',
    '2026-13-01T00:00:00.000000Z',
    '😀'.repeat(200),
  ),
);
// Mostly what the scanner can take, or nothing would be compared.
const usual = fc.constantFrom('get', 'create', 'pods', 'secrets', 'shop', '/api/v1/pods?watch=1', 'system:node:a', '');
const anything = fc.oneof(
  { weight: 12, arbitrary: usual },
  { weight: 4, arbitrary: hostile },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const event = fc.record(
  {
    kind: fc.constantFrom('Event', 'Event', 'Event', 'Event', 'Event', 'EventList'),
    apiVersion: fc.constantFrom(...new Array(8).fill('audit.k8s.io/v1'), 'audit.k8s.io/v2'),
    level: fc.constantFrom('Metadata', 'Request', '', 'Other'),
    auditID: fc.oneof({ weight: 9, arbitrary: fc.uuid() }, { weight: 1, arbitrary: anything }),
    stage: fc.constantFrom('ResponseComplete', 'Panic', 'Stage'),
    requestURI: anything,
    verb: anything,
    user: fc.record({ username: anything, extra: fc.dictionary(hostile, fc.array(hostile)) }, { requiredKeys: [] }),
    sourceIPs: fc.array(hostile),
    userAgent: anything,
    objectRef: fc.record(
      { resource: anything, namespace: anything, name: anything, apiGroup: anything, apiVersion: anything },
      { requiredKeys: [] },
    ),
    responseStatus: fc.record(
      { code: fc.oneof(fc.integer(), fc.constantFrom(200, 403, '404', 1.5, null)), reason: anything },
      { requiredKeys: [] },
    ),
    requestObject: fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.oneof(fc.integer(), hostile, fc.boolean()))),
    requestReceivedTimestamp: fc.oneof(
      fc
        .date({ noInvalidDate: true, min: new Date('1965-01-01'), max: new Date('2250-01-01') })
        .map((date) => date.toISOString().replace('Z', '123Z')),
      fc.constantFrom('2026-02-30T00:00:00.000000Z', '2026-12-31T23:59:60.000000Z', '2026-01-01T00:00:00.00000aZ'),
    ),
    annotations: fc.dictionary(fc.constantFrom('authorization.k8s.io/decision', 'a', 'b"'), anything),
  },
  { requiredKeys: ['auditID', 'verb', 'requestURI', 'requestReceivedTimestamp'] },
);

test('arbitrary events: the parser’s answer or none', () => {
  let scanned = 0;
  fc.assert(
    fc.property(event, fc.constantFrom(undefined, 1, 2), (value, indent) => {
      if (compare(Buffer.from(JSON.stringify(value, null, indent))) !== NOT_SCANNED) scanned++;
    }),
    { numRuns: 3000 },
  );
  expect(scanned).toBeGreaterThan(30);
});

test('nothing that would be redacted passes for harmless', () => {
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWl0';
  const telling = fc.constantFrom(
    ...[
      'token',
      'TOKEN',
      'x-api-key',
      'password',
      'Passphrase',
      'authorization',
      'Cookie',
      'client-secret',
      'data',
      'kind',
    ],
    ...['Secret', 'Bearer abcdefghijklmnop', 'basic dXNlcjpwYXNzd29yZA==', jwt, `x${jwt}x`, 'https://u:pass@host/'],
    ...[
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----',
      'LS0tLS1CRUdJTiBQUklWQVRF',
      '/x?access_token=a1b2c3d4',
    ],
    ...['{"token":"abcdefgh"}', '{"kind":"Secret","data":{"a":"Yg=="}}', '{"\\u0074oken":"abcdefgh"}'],
  );
  const text = fc.oneof(telling, fc.string({ maxLength: 20 }));
  const body = fc.dictionary(text, fc.oneof(text, fc.dictionary(text, text), fc.array(text)), { maxKeys: 4 });
  let harmless = 0;
  let redacted = 0;
  fc.assert(
    fc.property(body, text, fc.boolean(), (requestObject, userAgent, escaped) => {
      let spelled = JSON.stringify({ ...EVENT, userAgent, requestObject });
      if (escaped) spelled = spelled.replace(/[kst](?=[a-z])/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
      const bytes = Buffer.from(spelled);
      if (compare(bytes) === NOT_SCANNED) return;
      if (scanner.mayHoldSecrets()) redacted += redactEvent(spelled, KEY) ? 1 : 0;
      else harmless++;
    }),
    { numRuns: 2000 },
  );
  expect(harmless).toBeGreaterThan(50);
  expect(redacted).toBeGreaterThan(200);
});

test('broken and changed bytes: the parser’s answer or none', () => {
  const line = bytesOf(EVENT);
  const change = fc.record({
    at: fc.nat(line.length - 1),
    remove: fc.nat(30),
    insert: fc.oneof(
      fc.constantFrom(
        '"',
        '\\',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        ' ',
        '\\u0041',
        '\\ud83d\\ude00',
        '\\u00',
        '1e5',
        '-0',
        '\t',
        '\u0001',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      let bytes: Buffer = line;
      for (const { at, remove, insert } of changes) {
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(insert), bytes.subarray(at + remove)]);
      }
      compare(bytes);
    }),
    { numRuns: 6000 },
  );
});

const SAMPLE = path.resolve('../shared/samples/real/audit.log.gz');

const skipped = skipWithReason(existsSync(SAMPLE), 'a real log in the scanner', `${SAMPLE} is not there`);

test.skipIf(skipped)('the log of a real API server goes through the scanner, with the same result', () => {
  const lines = gunzipSync(readFileSync(SAMPLE)).toString('latin1').split('\n').filter(Boolean);
  let left = 0;
  const some = lines.filter((_, i) => i % 4 === 0);
  for (const line of some) if (compare(Buffer.from(line, 'latin1')) === NOT_SCANNED) left++;
  expect(some.length).toBeGreaterThan(1000);
  expect(left / some.length).toBeLessThan(0.01);
});
