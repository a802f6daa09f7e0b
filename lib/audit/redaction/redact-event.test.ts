import { Buffer } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TooDeepError } from '@/lib/audit/canonical-json';
import { skipWithReason } from '@/lib/skip-with-reason';
import { eventMayHoldSecrets, mayHoldSecrets } from './may-hold-secrets';
import { redactEvent } from './redact-event';
import { redactText } from './redact-text';
import { MARKS_IN_TEXT, REDACTED_ANNOTATION } from './redaction-mark';

const KEY = Buffer.alloc(32, 7);
const RUNS = Number(process.env.PLUMBLINE_PROPERTY_RUNS ?? 300);
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJlLXZhbHVl';
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEcanary\n-----END RSA PRIVATE KEY-----';

/** The redacted text, or the given one; the cheap test must have said yes where it differs. */
function redact(text: string): string {
  const redacted = redactEvent(text, KEY);
  if (redacted !== null) {
    expect(mayHoldSecrets(Buffer.from(text)), `the cheap test missed ${text}`).toBe(true);
    expect(eventMayHoldSecrets(Buffer.from(text)), `the cheap test of events missed ${text}`).toBe(true);
  }
  return redacted?.text ?? text;
}

const about = (more: object) => JSON.stringify({ kind: 'Event', verb: 'create', annotations: { a: 'b' }, ...more });
const secretRef = { objectRef: { resource: 'secrets', name: 's' } };

const hidden: [string, string][] = [
  ['data of a Secret', about({ requestObject: { data: { password: 'CANARY' }, kind: 'Secret' } })],
  ['stringData', about({ requestObject: { kind: 'Secret', stringData: { a: 'CANARY' } } })],
  ['a list of Secrets', about({ responseObject: { kind: 'SecretList', items: [{ data: { a: 'CANARY' } }] } })],
  ['a List', about({ responseObject: { kind: 'List', items: [{ kind: 'Secret', data: { a: 'CANARY' } }] } })],
  [
    'a table',
    about({ responseObject: { kind: 'Table', rows: [{ object: { kind: 'Secret', data: { a: 'CANARY' } } }] } }),
  ],
  ['a body without kind', about({ ...secretRef, requestObject: { data: { a: 'CANARY' } } })],
  ['a list without kinds', about({ ...secretRef, responseObject: { items: [{ data: { a: 'CANARY' } }] } })],
  [
    'a path without objectRef',
    about({ requestURI: '/api/v1/namespaces/a/secrets/b', requestObject: { data: { a: 'CANARY' } } }),
  ],
  [
    'a JSON patch of one key',
    about({ ...secretRef, requestObject: [{ value: 'CANARY', op: 'add', path: '/data/a' }] }),
  ],
  [
    'a JSON patch of all data',
    about({ ...secretRef, requestObject: [{ op: 'add', path: '/data', value: { a: 'CANARY' } }] }),
  ],
  [
    'a JSON patch of the whole',
    about({ ...secretRef, requestObject: [{ op: 'replace', path: '', value: { data: { a: 'CANARY' } } }] }),
  ],
  [
    'a JSON patch of an annotation',
    about({
      ...secretRef,
      requestObject: [
        { op: 'add', path: '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration', value: 'CANARY' },
      ],
    }),
  ],
  ['subtrees as data', about({ ...secretRef, requestObject: { data: { a: { b: ['CANARY'] } } } })],
  ['text as data', about({ ...secretRef, requestObject: { data: 'CANARY' } })],
  [
    'the last applied configuration',
    about({
      responseObject: {
        kind: 'Secret',
        metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'x CANARY' } },
      },
    }),
  ],
  [
    'one of another kind',
    about({
      responseObject: {
        kind: 'Pod',
        metadata: {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
              env: [{ name: 'DB_PASSWORD', value: 'CANARY' }],
            }),
          },
        },
      },
    }),
  ],
  ['TokenRequest', about({ responseObject: { kind: 'TokenRequest', status: { token: 'CANARY' } } })],
  ['TokenReview', about({ requestObject: { kind: 'TokenReview', spec: { token: 'CANARY', audiences: ['x'] } } })],
  ['a header', about({ requestObject: { Authorization: ['Token CANARY'] } })],
  ['a header pair', about({ requestObject: { httpHeaders: [{ name: 'X-Api-Key', value: 'CANARY' }] } })],
  [
    'a number',
    about({ requestObject: { password: 1234567891011 } })
      .replace('1234567891011', '1234567891011')
      .replace('verb', 'CANARY-free'),
  ],
  [
    'an escaped key',
    about({ requestObject: { kind: 'Secret', data: { a: 'CANARY' } } }).replace('"data"', '"d\\u0061ta"'),
  ],
  [
    'an escaped kind',
    about({ requestObject: { kind: 'Secret', data: { a: 'CANARY' } } }).replace('"Secret"', '"\\u0053ecret"'),
  ],
  ['an escaped name', about({ requestObject: { password: 'CANARY' } }).replace('password', 'p\\u0061ssword')],
  [
    'two kinds',
    about({ requestObject: { kind: 'Secret', data: { a: 'CANARY' } } }).replace(
      '"kind":"Secret"',
      '"kind":"Secret","kind":"Pod"',
    ),
  ],
  [
    'data twice',
    about({ requestObject: { kind: 'Secret', data: { a: 'CANARY' } } }).replace(
      '"data":',
      '"data":{"a":"CANARY"},"data":',
    ),
  ],
  [
    '__proto__',
    about({ requestObject: { kind: 'Secret', data: 1 } }).replace(
      '"data":1',
      '"__proto__":{"token":"CANARY"},"data":{"__proto__":"CANARY"}',
    ),
  ],
  ['a parameter', about({ requestURI: '/x?watch=true&access_token=CANARY&b=c' })],
  ['a parameter as Go writes it', about({ requestURI: '/x?watch=true&token=CANARY' }).replaceAll('&', '\\u0026')],
  [
    'a bearer in a command',
    about({ requestURI: '/exec?command=curl&command=-H&command=Authorization%3A+Bearer+CANARY12345' }),
  ],
  ['a password in a URL', about({ requestObject: { url: 'postgresql://app:CANARY@db/x' } })],
  [
    'a database URL with slashes escaped',
    about({ requestObject: { url: 'postgresql://app:CANARY@db/x' } }).replaceAll('/', '\\/'),
  ],
  [
    'JSON in JSON in JSON',
    about({
      requestObject: { log: JSON.stringify({ log: JSON.stringify({ kind: 'Secret', data: { a: 'CANARY' } }) }) },
    }),
  ],
  ['JSON beyond the depth that is looked into', about({ requestObject: { log: nest(9) } })],
  [
    'JSON that was cut off',
    about({ requestObject: { log: JSON.stringify({ kind: 'Secret', data: { a: 'CANARY' } }).slice(0, -4) } }),
  ],
];

function nest(depth: number): string {
  let text = JSON.stringify({ kind: 'Secret', data: { a: 'CANARY' } });
  for (let i = 0; i < depth; i++) text = JSON.stringify({ log: text });
  return text;
}

describe('secrets', () => {
  it.each(hidden)('are not readable: %s', (_, text) => {
    const redacted = redact(text);
    expect(redacted).not.toContain('CANARY"');
    expect(redacted.replace('CANARY-free', '')).not.toContain('CANARY');
    expect(redacted).not.toContain('1234567891011');
    const event = JSON.parse(redacted);
    expect(JSON.parse(event.annotations[REDACTED_ANNOTATION]).length).toBeGreaterThan(0);
    expect(redactEvent(redacted, KEY)).toBeNull();
  });

  it.each([
    jwt,
    pem,
    `Bearer abc.DEF-123`,
    `Basic ${Buffer.from('user:pw').toString('base64')}`,
    Buffer.from(pem).toString('base64'),
  ])('are known by their look: %s', (secret) => {
    const redacted = redact(about({ requestObject: { kind: 'ConfigMap', data: { a: `before ${secret} after` } } }));
    const { data } = JSON.parse(redacted).requestObject;
    expect(data.a).toMatch(/^before (?:(?:Bearer|Basic) )?redacted:hmac-sha256:[0-9a-f]{32} after$/);
  });

  it('are equal where they were equal, and tell nothing under another key', () => {
    const text = about({ requestObject: { token: 'one', inner: { token: 'one' }, other: { token: 'two' } } });
    const marks = [...redact(text).matchAll(MARKS_IN_TEXT)].map(String);
    expect(marks[0]).toBe(marks[1]);
    expect(marks[2]).not.toBe(marks[0]);
    expect(redactEvent(text, Buffer.alloc(32, 8))?.text).not.toContain(marks[0]);
  });
});

describe('what an analyst needs', () => {
  it.each([
    about({ ...secretRef, responseStatus: { code: 200 } }),
    about({
      requestObject: { kind: 'TokenRequest', spec: { expirationSeconds: 3600, boundObjectRef: { name: 'x' } } },
    }),
    about({
      user: { extra: { 'authentication.kubernetes.io/credential-id': ['JTI=af4c0aef-43ec-4bc4-bed3-f414455ffc49'] } },
    }),
    about({
      requestObject: {
        volumes: [{ projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }] } }],
      },
    }),
    about({
      requestObject: { env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] },
    }),
    about({
      requestObject: { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'regcred' }], secretName: 'x' },
    }),
    about({ requestURI: '/api/v1/pods?limit=500&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MTIzfQ' }),
    about({ requestURI: '/exec?command=cat&command=/var/run/secrets/token', nextPageToken: 'abc' }),
    about({ requestObject: { description: 'Bearer authentication is basic knowledge, see https://example.com/a@b' } }),
    about({ requestObject: { kind: 'Secret', data: null, stringData: {}, immutable: true } }),
    about({
      requestObject: {
        kind: 'ConfigMap',
        data: { ca: '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----' },
      },
    }),
  ])('stays: %s', (text) => expect(redactEvent(text, KEY)).toBeNull());
});

describe('the bytes around', () => {
  it('stay as they were written: numbers, order, white space, escapes', () => {
    const text =
      '{ "b" : 1.50e+3,\t"requestObject":{"kind":"Secret", "data" : { "a" : "Q0FOQVJZ" } },"x":"\\u003c\\/", "n":12345678901234567890 }';
    const redacted = redact(text);
    const mark = redacted.match(MARKS_IN_TEXT)?.[0];
    const list = JSON.stringify(JSON.stringify(['/requestObject/data/a']));
    expect(redacted).toBe(
      `${text.replace('Q0FOQVJZ', String(mark)).slice(0, -1)},"annotations":{"${REDACTED_ANNOTATION}":${list}}}`,
    );
  });

  it('take the annotation into what is there, once', () => {
    const text = (annotations: string) => `{"annotations":${annotations},"token":"abc"}`;
    const list = JSON.stringify(JSON.stringify(['/token']));
    const start = (annotations: string) => redact(text(annotations)).split(',"token"')[0];
    expect(start('{}')).toBe(`{"annotations":{"${REDACTED_ANNOTATION}":${list}}`);
    expect(start('{"a":"b"}')).toBe(`{"annotations":{"${REDACTED_ANNOTATION}":${list},"a":"b"}`);
    expect(start(`{"${REDACTED_ANNOTATION}":"forged"}`)).toBe(`{"annotations":{"${REDACTED_ANNOTATION}":${list}}`);
    expect(start('null')).toBe(`{"annotations":{"${REDACTED_ANNOTATION}":${list}}`);
    expect(start('"text"')).toBe('{"annotations":"text"');
  });
});

const word = fc.constantFrom(
  'token',
  'password',
  'Authorization',
  'x-api-key',
  'data',
  'stringData',
  'kind',
  'Secret',
  'SecretList',
  'secrets',
  'items',
  'metadata',
  'annotations',
  'kubectl.kubernetes.io/last-applied-configuration',
  'name',
  'value',
  'path',
  '/data/a',
  'requestObject',
  'responseObject',
  'objectRef',
  'resource',
  'requestURI',
  '/api/v1/secrets',
  '?token=a',
  'https://a:b@c',
  'Bearer abc123',
  'bearer%20abc123',
  jwt,
  'eyJ',
  '.',
  pem,
  'LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCg==',
  '__proto__',
  'DB_PASSWORD',
  'clientSecret',
  'api.key',
  'accesskey',
  'private_key',
  'pass',
  'wd',
  'to',
  'ken',
  '\u212a',
  REDACTED_ANNOTATION,
  'redacted:hmac-sha256:00000000000000000000000000000000',
  'Basic dXNlcjpwdw==',
  '#',
  '&',
  '=',
  '@',
  '/',
  '"',
  '\\',
  '\u0000',
  'é',
  '\ud83d\ude00',
);
const text = fc.oneof(
  word,
  fc.array(word, { maxLength: 4 }).map((words) => words.join('')),
  fc.string({ maxLength: 8 }),
);
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    text,
    fc.constantFrom(null, true, false, 0, -1.5e300, 42),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    tie('value').map((inner) => JSON.stringify(inner)),
  ),
}));
const event = fc.array(fc.tuple(text, anyValue), { maxLength: 6 }).map((entries) => Object.fromEntries(entries));
/** The same JSON in another spelling: letters as escapes, white space. */
const spelled = fc
  .tuple(event, fc.infiniteStream(fc.nat(20)))
  .map(([value, dice]) =>
    JSON.stringify(value).replace(/\\.|[A-Za-z/:,]/g, (piece) => {
      const roll = dice.next().value;
      if (piece.length > 1 || roll > 2) return piece;
      if (piece === '/') return '\\/';
      if (piece === ',' || piece === ':') return piece;
      return `\\u${piece.charCodeAt(0).toString(16).padStart(4, '0')}`;
    }),
  )
  .filter((json) => {
    try {
      JSON.parse(json);
      return true;
    } catch {
      return false;
    }
  });

/** Both without what the redaction put in. */
function sameBeyondMarks(before: unknown, after: unknown, path: string, paths: Set<string>, top = false): void {
  if (paths.has(path) || [...paths].some((known) => known.startsWith(`${path}#`))) return;
  if (typeof before !== 'object' || before === null) {
    expect(after, path).toEqual(before);
    return;
  }
  expect(Array.isArray(after)).toBe(Array.isArray(before));
  const left = Object.entries(before);
  const right = new Map(Object.entries(after as object));
  for (const [key, value] of left) {
    if (path === '/annotations' && key === REDACTED_ANNOTATION) continue;
    if (top && key === 'annotations' && value === null) continue;
    sameBeyondMarks(value, right.get(key), `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, paths);
    right.delete(key);
  }
  if (top) right.delete('annotations');
  if (path === '/annotations') right.delete(REDACTED_ANNOTATION);
  expect([...right.keys()]).toEqual([]);
}

describe('any JSON object', () => {
  it('is redacted into JSON that differs at the listed paths only, once, and the cheap test knew', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          event.map((value) => JSON.stringify(value)),
          spelled,
        ),
        (json) => {
          const redacted = redactEvent(json, KEY);
          if (redacted === null) return;
          expect(mayHoldSecrets(Buffer.from(json)), json).toBe(true);
          expect(eventMayHoldSecrets(Buffer.from(json)), json).toBe(true);
          sameBeyondMarks(JSON.parse(json), JSON.parse(redacted.text), '', new Set(redacted.paths), true);
          expect(redactEvent(redacted.text, KEY)?.paths ?? []).toEqual([]);
          expect(Object.prototype).not.toHaveProperty('token');
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('never makes the best effort on broken text throw or go astray', () => {
    fc.assert(
      fc.property(event, fc.nat(), (value, cut) => {
        const json = JSON.stringify(value);
        const broken = json.slice(0, cut % (json.length + 1));
        expect(redactText(redactText(broken, KEY), KEY).length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('hostile size', () => {
  it.each([
    ['eyJ', 'eyJ'],
    ['eyJ with dots', 'eyJ.'],
    ['bearer', 'bearer '],
    ['PEM', '-----BEGIN PRIVATE KEY-----'],
    ['half a PEM', '-----BEGIN '],
    ['URLs', '://a:'],
    ['parameters', '?token='],
    ['quotes', '\\"'],
    ['names', '"token":'],
    ['data', '"Secret":"data":{'],
    ['lists', '"token":["'],
    ['assignments', ' password:'],
    ['encoded', 'LS0tLS1CRUdJTi'],
  ])('is read in one direction: %s', (_, piece) => {
    // Anything quadratic would take minutes here and run into the limit of the test.
    const long = piece.repeat(Math.ceil(400_000 / piece.length));
    const json = JSON.stringify({ a: long, requestObject: { kind: 'Secret', data: { a: 'x' } } });
    expect(redact(json)).toContain(REDACTED_ANNOTATION);
    redactText(json.slice(0, 65_536), KEY);
  });

  it('is refused where it is nested too deep', () => {
    const deep = `{"metadata":${'['.repeat(600)}${']'.repeat(600)},"token":"x"}`;
    expect(() => redactEvent(deep, KEY)).toThrow(TooDeepError);
  });
});

const SAMPLE = '../shared/samples/real/audit.log.gz';
const skipped = skipWithReason(existsSync(SAMPLE), 'redaction of a real log', `${SAMPLE} is not there`);

describe.skipIf(skipped)('a real log', () => {
  it('keeps no data of a Secret, and the cheap test agrees with the redaction on every line', () => {
    // The policy of that cluster logs no bodies of Secrets, so hardly a line changes; the other samples are the hidden ones.
    const lines = gunzipSync(readFileSync(SAMPLE))
      .toString()
      .trim()
      .split('\n')
      .slice(0, Number(process.env.PLUMBLINE_SAMPLE_LINES ?? 4000));
    let passed = 0;
    for (const line of lines) {
      const may = eventMayHoldSecrets(Buffer.from(line));
      if (may) passed++;
      const redacted = redactEvent(line, KEY);
      if (!redacted) continue;
      expect(may).toBe(true);
      expect(redacted.text).not.toMatch(/eyJ[\w-]{20,}\.eyJ/);
    }
    expect(passed).toBeLessThan(lines.length / 4);
  });
});
