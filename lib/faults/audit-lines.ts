/** Audit log lines of which it is known what must become of them. */
import { randomBytes, randomInt } from 'node:crypto';

const USERS = ['system:node:a', 'system:serviceaccount:shop:cart', 'alice@example.org', 'kube-scheduler'];
const VERBS = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

export type AuditLog = {
  lines: string[];
  /** auditIDs of the events, each once. */
  ids: string[];
  /** Lines that repeat an earlier event. */
  repeated: number;
  /** Lines that are no event. */
  bad: number;
};

/** `count` events; some of them twice and some lines between them that are none, where asked for. */
export function auditLog(count: number, { repeat = 0.01, bad = 0.01, hours = 72 } = {}): AuditLog {
  const log: AuditLog = { lines: [], ids: [], repeated: 0, bad: 0 };
  const run = randomBytes(4).toString('hex');
  for (let i = 0; i < count; i++) {
    const id = `${run}-0000-4000-8000-${String(i).padStart(12, '0')}`;
    log.ids.push(id);
    log.lines.push(auditLine(id, Math.floor((i / count) * hours * 3_600_000_000), i));
    if (Math.random() < repeat) {
      log.lines.push(log.lines[randomInt(log.lines.length)] as string);
      // It may have hit a line that is no event.
      if (isBad(log.lines.at(-1) as string)) log.bad++;
      else log.repeated++;
    }
    if (Math.random() < bad) {
      log.lines.push(`${BAD}${i} ${'x'.repeat(randomInt(200))}`);
      log.bad++;
    }
  }
  return log;
}

const BAD = '{"kind":"Event" torn ';
const isBad = (line: string) => line.startsWith(BAD);

/** `at` in microseconds after the beginning of March 2026. */
export function auditLine(auditID: string, at: number, i: number): string {
  const seconds = new Date(Date.UTC(2026, 2, 1) + Math.floor(at / 1e6) * 1000).toISOString().slice(0, 19);
  const time = `${seconds}.${String(at % 1_000_000).padStart(6, '0')}Z`;
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID,
    stage: 'ResponseComplete',
    requestURI: `/api/v1/namespaces/ns-${i % 7}/pods/p${i}`,
    verb: VERBS[i % VERBS.length],
    user: { username: USERS[i % USERS.length] },
    sourceIPs: [`192.0.2.${i % 9}`],
    userAgent: 'kubelet/v1.36.0',
    objectRef: { resource: 'pods', namespace: `ns-${i % 7}`, name: `p${i % 500}`, apiVersion: 'v1' },
    responseStatus: { code: i % 11 === 0 ? 404 : 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  });
}

export function shuffled<T>(values: readonly T[]): T[] {
  const rest = [...values];
  for (let i = rest.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [rest[i], rest[j]] = [rest[j] as T, rest[i] as T];
  }
  return rest;
}
