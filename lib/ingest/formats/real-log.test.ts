// What a real kube-apiserver writes that a made-up log would not: each fact is found in real logs, and read as it should be.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { auditKey } from '@/lib/audit/event-identity';
import { type ParsedEvent, parseValue } from '@/lib/ingest/parse-value';
import { skipWithReason } from '@/lib/skip-with-reason';

const SAMPLES = path.resolve('../shared/samples/real');
const absent = skipWithReason(existsSync(SAMPLES), "facts of a real API server's log", `${SAMPLES} is not there`);

// biome-ignore lint/suspicious/noExplicitAny: the test asks real events for fields of every kind
type Read = { given: any; parsed: ParsedEvent };

function readAll(texts: readonly string[]): Read[] {
  const all: Read[] = [];
  for (const text of texts) {
    const value = { bytes: Buffer.from(text), lineNumber: 1, byteOffset: 0 };
    parseValue({ value }, 'c', {
      event: (parsed) => all.push({ given: JSON.parse(parsed.bytes.toString()), parsed }),
      bad: (bad) => expect.fail(bad.reason),
      skip: (reason) => expect.fail(reason),
      format: () => {},
    });
  }
  return all;
}

const field = ({ parsed }: Read, name: EventFieldName) => parsed.values[eventFieldNames.indexOf(name)];

describe.skipIf(absent)('a real log', () => {
  let lines: string[];
  let events: Read[];
  let bodies: string[];
  let sent: Read[];

  beforeAll(() => {
    lines = ['audit.log.gz', 'gce-policy.log.gz'].flatMap((name) =>
      gunzipSync(readFileSync(path.join(SAMPLES, name)))
        .toString()
        .trimEnd()
        .split('\n'),
    );
    events = readAll(lines);
    const folder = path.join(SAMPLES, 'webhook');
    bodies = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(path.join(folder, name), 'utf8'));
    sent = readAll(bodies);
  });

  function all(is: (given: Read['given']) => unknown): Read[] {
    const found = [...events, ...sent].filter(({ given }) => is(given));
    expect(found.length).toBeGreaterThan(0);
    return found;
  }

  it('gives an event a line, with the very bytes', () => {
    expect(events.map(({ parsed }) => parsed.bytes.toString())).toEqual(lines);
  });

  it('sent by webhook gives an event an item, which names neither kind nor version', () => {
    const items = bodies.flatMap((body) => JSON.parse(body).items);
    expect(sent.map(({ given }) => given)).toEqual(items);
    expect(sent.every(({ given }) => !('kind' in given) && !('apiVersion' in given))).toBe(true);
  });

  it('has one stage where nobody was authenticated, without user and annotations', () => {
    for (const read of all((e) => e.responseStatus?.code === 401)) {
      expect([field(read, 'stage'), field(read, 'user'), field(read, 'decision')]).toEqual([
        'ResponseStarted',
        null,
        null,
      ]);
      expect([field(read, 'outcome'), field(read, 'workload')]).toEqual(['denied', 'Anonymous']);
    }
  });

  it('has neither answer nor decision when a request comes in', () => {
    for (const read of all((e) => e.stage === 'RequestReceived')) {
      expect([field(read, 'code'), field(read, 'decision'), field(read, 'outcome')]).toEqual([
        null,
        null,
        'noResponse',
      ]);
    }
  });

  it('has times of microseconds, which are kept', () => {
    for (const { given, parsed } of all((e) => e.requestReceivedTimestamp)) {
      expect(parsed.at % 1_000_000).toBe(Number(given.requestReceivedTimestamp.slice(-7, -1)));
    }
  });

  it('has the peer behind what the client claims', () => {
    for (const read of all((e) => e.sourceIPs?.length > 1))
      expect(field(read, 'sourceIP')).toBe(read.given.sourceIPs.at(-1));
  });

  it('has verbs of HTTP, and none', () => {
    for (const read of all((e) => !e.objectRef)) {
      expect(field(read, 'verb')).toBe(read.given.verb || null);
      expect(field(read, 'resource')).toBeNull();
      expect(read.parsed.name).toBe(read.given.requestURI.split('?')[0].slice(0, 256));
    }
    all((e) => e.verb === '' || e.verb === 'head' || e.verb === 'post');
  });

  it('names no object on most creates', () => {
    const creates = all((e) => e.verb === 'create' && e.objectRef && !e.objectRef.name);
    for (const { parsed } of creates) expect(parsed.name).toBeNull();
  });

  it('has streams with 101, which is no failure', () => {
    for (const read of all((e) => e.responseStatus?.code === 101)) {
      expect([field(read, 'outcome'), field(read, 'code')]).toEqual(['ok', '101']);
      expect(['get', 'create']).toContain(field(read, 'verb'));
    }
  });

  it('has whom somebody acted as', () => {
    for (const read of all((e) => e.impersonatedUser)) {
      expect(field(read, 'impersonatedUser')).toBe(read.given.impersonatedUser.username);
      expect(field(read, 'user')).toBe(read.given.user.username);
    }
  });

  it('has pods behind tokens, whose owner is the workload', () => {
    const extra = 'authentication.kubernetes.io/pod-name';
    for (const read of all((e) => e.user?.extra?.[extra])) expect(field(read, 'workload')).toMatch(/^\w+ [a-z0-9-]+\//);
  });

  it('has events of hundreds of kilobytes, bodies that are arrays, and events that were truncated', () => {
    const longest = Math.max(...events.map(({ parsed }) => parsed.bytes.length));
    expect(longest).toBeGreaterThan(100_000);
    const rare: [string, (e: Read['given']) => unknown][] = [
      ['a body that is an array', (e) => Array.isArray(e.requestObject)],
      ['a truncated event', (e) => e.annotations?.['audit.k8s.io/truncated'] === 'true'],
      ['an auditID that is no UUID', (e) => !auditKey(e.auditID).isId],
      ['authenticationMetadata', (e) => e.authenticationMetadata],
      ['a user agent with a replacement character', (e) => e.userAgent?.includes('\ufffd')],
      ['a NUL in a string', (e) => JSON.stringify(e).includes('\\u0000')],
      [
        'an annotation that is JSON',
        (e) => Object.values(e.annotations ?? {}).some((value) => String(value).startsWith('{')),
      ],
    ];
    for (const [name, is] of rare) {
      const found = [...events, ...sent].filter(({ given }) => is(given));
      if (found.length === 0) console.log(`Not seen in the real samples: ${name}.`);
      for (const { given, parsed } of found) {
        expect(parsed.auditKeyIsId).toBe(auditKey(given.auditID).isId);
        expect(field({ given, parsed }, 'verb')).toBe(given.verb || null);
      }
    }
  });

  it('tells two contents of one event apart', () => {
    const hashes = new Set([...events, ...sent].map(({ parsed }) => parsed.hash));
    const contents = new Set(
      [...events, ...sent].map(({ given: { kind: _, apiVersion: __, metadata: ___, ...content } }) =>
        JSON.stringify(content),
      ),
    );
    expect(hashes.size).toBe(contents.size);
  });
});
