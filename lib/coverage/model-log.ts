/**
 * For tests: the audit log of a small cluster with the regular traffic that every cluster has (node leases every 10 s,
 * elected leaders every 2 s, each API server its own lease) among calls that come by chance. Says which API server wrote
 * which event, as no real log does.
 */
import { formatRfc3339 } from '@/lib/audit/microseconds';

export type ModelLogOptions = {
  seed: number;
  start: number;
  minutes: number;
  /** Calls by chance. */
  perSecond: number;
  nodes: number;
  apiservers: number;
  leases?: boolean;
  /** Between two renewals of an elected leader: 2. */
  leaderSeconds?: number;
  /** Also the RequestReceived stage of every request. */
  received?: boolean;
};

export type LoggedEvent = { at: number; server: number; event: ReturnType<typeof auditEvent> };

const RESOURCES = ['pods', 'configmaps', 'secrets', 'services', 'endpoints', 'deployments'];
const VERBS = ['get', 'list', 'update', 'patch'];

export function modelLog(options: ModelLogOptions): LoggedEvent[] {
  const random = generator(options.seed);
  const end = options.start + options.minutes * 60_000_000;
  const logged: LoggedEvent[] = [];
  const pick = (count: number) => Math.floor(random() * count);
  let requests = 0;
  const call = (at: number, server: number, user: string, verb: string, object: Record<string, string>) => {
    const auditID = `00000000-0000-4000-8000-${(options.seed * 1e8 + requests++).toString(16).padStart(12, '0')}`;
    for (const stage of options.received ? ['RequestReceived', 'ResponseComplete'] : ['ResponseComplete']) {
      logged.push({ at, server, event: auditEvent(at, auditID, stage, user, verb, object) });
    }
  };
  const beat = (seconds: number, server: () => number, user: string, namespace: string, name: string) => {
    for (let at = options.start + random() * seconds * 1e6; at < end; at += seconds * 1e6 * (0.98 + 0.04 * random())) {
      call(Math.floor(at), server(), user, 'update', { resource: 'leases', namespace, name });
    }
  };
  if (options.leases !== false) {
    const any = () => pick(options.apiservers);
    for (let n = 0; n < options.nodes; n++) beat(10, any, `system:node:node-${n}`, 'kube-node-lease', `node-${n}`);
    for (const name of ['kube-controller-manager', 'kube-scheduler']) {
      beat(options.leaderSeconds ?? 2, any, `system:${name}`, 'kube-system', name);
    }
    for (let s = 0; s < options.apiservers; s++) beat(10, () => s, 'system:apiserver', 'kube-system', `apiserver-${s}`);
  }
  for (let at = options.start; ; ) {
    at += Math.ceil((-Math.log(1 - random()) / options.perSecond) * 1e6);
    if (at >= end) break;
    const app = pick(20);
    call(at, pick(options.apiservers), `system:serviceaccount:shop:app-${app}`, VERBS[app % 4] as string, {
      resource: RESOURCES[pick(2) + (app % 5)] as string,
      namespace: 'shop',
      name: `thing-${pick(50)}`,
    });
  }
  return logged.sort((a, b) => a.at - b.at);
}

function auditEvent(
  at: number,
  auditID: string,
  stage: string,
  user: string,
  verb: string,
  object: { resource?: string; namespace?: string; name?: string },
) {
  const time = formatRfc3339(at);
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID,
    stage,
    requestURI: '/api/v1',
    verb,
    user: { username: user, groups: ['system:authenticated'] },
    sourceIPs: ['10.0.0.9'],
    userAgent: 'model',
    objectRef: object,
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    ...(stage === 'ResponseComplete' ? { responseStatus: { metadata: {}, code: 200 } } : {}),
  };
}

/** Numbers that are the same for the same seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
