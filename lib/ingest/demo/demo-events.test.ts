import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR, parseRfc3339 } from '@/lib/audit/microseconds';
import { type AuditEvent, auditEvent } from './audit-event-schema';
import { type DemoOptions, generateDemoEvents } from './demo-events';

const END = parseRfc3339('2026-03-18T07:00:00Z') as number;
// The demo has 200,000 events; half as many have every kind that it has. DEMO_EVENTS=200000 looks at all.
const EVENTS = Number(process.env.DEMO_EVENTS ?? 100_000);
const OPTIONS: DemoOptions = { seed: 1, end: END, days: 14, events: EVENTS };

const ORDER = Object.keys(auditEvent.shape);

let events: AuditEvent[];
let bytes = 0;
let escaped = 0;
let unescaped = 0;

beforeAll(() => {
  events = [];
  for (const line of generateDemoEvents(OPTIONS)) {
    bytes += Buffer.byteLength(line);
    if (line.includes('\\u0026')) escaped++;
    if (/[<>&\u2028\u2029]/.test(line)) unescaped++;
    events.push(inspect(JSON.parse(line), events.length));
  }
});

/** Checks what needs the whole event, and lets go of the bodies: 200,000 of them are half a gigabyte. */
function inspect(event: AuditEvent, index: number): AuditEvent {
  const keys = Object.keys(event);
  if (keys.some((key, at) => at > 0 && ORDER.indexOf(key) <= ORDER.indexOf(keys[at - 1] as string))) {
    throw new Error(`line ${index + 1} has its fields in another order: ${keys}`);
  }
  // The whole schema on a sample; all of them would take longer than everything else here.
  if (index % (event.level === 'Metadata' ? 29 : 7) === 0) auditEvent.parse(event);
  if (event.requestObject) event.requestObject = {};
  if (event.responseObject) event.responseObject = {};
  return event;
}

function hashOf(some: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const line of some) hash.update(`${line}\n`);
  return hash.digest('hex');
}

describe('the log as a whole', () => {
  test('the same options give the same bytes; another seed gives others', () => {
    const few = { ...OPTIONS, events: EVENTS / 10 };
    const one = hashOf(generateDemoEvents(few));
    expect(hashOf(generateDemoEvents(few))).toBe(one);
    expect(hashOf(generateDemoEvents({ ...few, seed: 2 }))).not.toBe(one);
  });

  test('a later window of the same UTC day repeats the hours that both hold, byte for byte', () => {
    const morning = { ...OPTIONS, days: 1, events: EVENTS / 20 };
    const evening = { ...morning, end: END + 6 * MICROSECONDS_PER_HOUR };
    const shared = (options: DemoOptions) =>
      [...generateDemoEvents(options)].filter((line) => {
        const at = parseRfc3339(JSON.parse(line).stageTimestamp) as number;
        return at >= evening.end - MICROSECONDS_PER_DAY && at < morning.end;
      });
    expect(shared(morning).length).toBeGreaterThan(EVENTS / 40);
    expect(hashOf(shared(evening))).toBe(hashOf(shared(morning)));
  });

  test('about as many events as were asked for, over 14 days, in the order in which they are written', () => {
    expect(events.length).toBeGreaterThan(0.975 * EVENTS);
    expect(events.length).toBeLessThan(1.025 * EVENTS);
    const times = events.map(({ stageTimestamp }) => parseRfc3339(stageTimestamp) as number);
    expect(times.every((time, index) => index === 0 || time >= (times[index - 1] as number))).toBe(true);
    expect(times[0]).toBeGreaterThanOrEqual(END - 14 * MICROSECONDS_PER_DAY);
    expect(times[0]).toBeLessThan(END - 14 * MICROSECONDS_PER_DAY + MICROSECONDS_PER_HOUR);
    expect(times.at(-1)).toBeLessThan(END);
    expect(times.at(-1)).toBeGreaterThan(END - MICROSECONDS_PER_HOUR);
  });

  test('is small', () => {
    expect(bytes / events.length).toBeLessThan(1_500);
  });

  test('has a rhythm: people work in the day, and less at the weekend', () => {
    const byPeople = events.filter(({ user: { username } }) => username?.includes('@'));
    const at = (pattern: RegExp) => byPeople.filter(({ stageTimestamp }) => pattern.test(stageTimestamp)).length;
    expect(at(/T1[45]:/)).toBeGreaterThan(20 * at(/T0[23]:/));
    // 14 and 15 March 2026 are a weekend.
    expect(at(/^2026-03-13/)).toBeGreaterThan(10 * at(/^2026-03-1[45]/));
  });
});

describe('each event, besides having the fields of audit.k8s.io/v1 in the order of the Go struct,', () => {
  test('is escaped as Go escapes it', () => {
    expect(unescaped).toBe(0);
    expect(escaped).toBeGreaterThan(EVENTS / 20);
  });

  test('never shows the contents of secrets, config maps or tokens', () => {
    const guarded = events.filter(({ objectRef }) =>
      /^(secrets|configmaps|tokenreviews)$/.test(objectRef?.resource ?? ''),
    );
    expect(guarded.length).toBeGreaterThan(EVENTS / 200);
    expect(guarded.every(({ level, requestObject }) => level === 'Metadata' && requestObject === undefined)).toBe(true);
  });

  test('of one request share the auditID; a 401 has ResponseStarted alone, without user and annotations', () => {
    const shell = events.find(({ objectRef }) => objectRef?.subresource === 'exec');
    const ofShell = events.filter(({ auditID }) => auditID === shell?.auditID).map(({ stage }) => stage);
    expect(ofShell).toEqual(['RequestReceived', 'ResponseStarted', 'ResponseComplete']);
    const refused = events.filter(({ responseStatus }) => responseStatus?.code === 401);
    expect(refused.length).toBeGreaterThan(10);
    for (const { stage, user: nobody, annotations } of refused) {
      expect({ stage, nobody, annotations }).toEqual({ stage: 'ResponseStarted', nobody: {}, annotations: undefined });
    }
  });

  test('RequestReceived has neither an answer nor annotations; what was allowed says by which grant', () => {
    for (const { stage, responseStatus, annotations } of events) {
      if (stage === 'RequestReceived' && (responseStatus || annotations)) expect.fail('RequestReceived with an answer');
    }
    const reasons = new Set(events.map(({ annotations }) => annotations?.['authorization.k8s.io/reason'] ?? ''));
    expect(
      [...reasons].filter((reason) => /^RBAC: allowed by (Cluster)?RoleBinding "/.test(reason)).length,
    ).toBeGreaterThan(25);
  });
});

describe('daily life', () => {
  test('has some failures of every kind', () => {
    for (const code of [401, 403, 404, 409, 429, 500, 503, 504]) {
      expect(events.some(({ responseStatus }) => responseStatus?.code === code)).toBe(true);
    }
    const failed = events.filter(({ responseStatus }) => (responseStatus?.code ?? 0) >= 400);
    expect(failed.length / events.length).toBeLessThan(0.05);
  });

  test('replaces worker-3 by worker-7, and one person upgrades kubectl', () => {
    const days = (match: (event: AuditEvent) => boolean) =>
      events.filter(match).map(({ stageTimestamp }) => stageTimestamp);
    const old = days(({ user: { username } }) => username === 'system:node:worker-3');
    const young = days(({ user: { username } }) => username === 'system:node:worker-7');
    // The old kubelet's open watches outlast the node by some minutes.
    expect(old.at(-1)).toMatch(/^2026-03-10T10:/);
    expect(young[0]).toMatch(/^2026-03-10T10:/);
    const clients = events.filter(({ user: { username } }) => username === 'sofie.lind@example.com');
    expect(new Set(clients.map(({ userAgent }) => userAgent.split(' ')[0]))).toEqual(
      new Set(['kubectl/v1.33.4', 'kubectl/v1.36.2']),
    );
  });

  test('rolls out: a deployment has had several pods, each with a token of its own', () => {
    const pods = new Set(
      events
        .filter(({ user: { username } }) => username === 'system:serviceaccount:payments:api')
        .map(({ user: { extra } }) => extra?.['authentication.kubernetes.io/pod-name']?.[0]),
    );
    expect(pods.size).toBeGreaterThan(8);
  });
});
