/** A few days of a small cluster, as audit lines: services with a steady habit, people by day, and what a test puts in. */

const MINUTE = 60_000;

export type TestEvent = Record<string, unknown>;

export type Request = {
  at: number;
  user: string;
  pod?: string;
  verb?: string;
  resource?: string;
  namespace?: string;
  name?: string;
  apiGroup?: string;
  ip?: string;
  agent?: string;
  code?: number;
};

/** Random numbers from 0 to 1, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
  };
}

export function eventOf(request: Request): TestEvent {
  const { at, user, pod, verb = 'get', resource = 'configmaps', namespace = 'shop', code = 200 } = request;
  const time = new Date(at).toISOString().replace('Z', '000Z');
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${Math.floor(at * 7 + user.length)
      .toString(16)
      .padStart(12, '0')
      .slice(-12)}`,
    stage: 'ResponseComplete',
    requestURI: `/api/v1/namespaces/${namespace}/${resource}/${request.name ?? 'x'}`,
    verb,
    user: {
      username: user,
      groups: ['system:authenticated'],
      ...(pod && { extra: { 'authentication.kubernetes.io/pod-name': [pod] } }),
    },
    sourceIPs: [request.ip ?? '10.244.1.7'],
    userAgent: request.agent ?? 'shop-client/1.2.3',
    objectRef: { resource, namespace, name: request.name ?? 'x', apiVersion: 'v1', apiGroup: request.apiGroup ?? '' },
    responseStatus: { metadata: {}, code },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  };
}

/** Requests of six services, some twenty an hour each, in order of time. */
export function quietDays(start: number, days: number, seed: number): Request[] {
  const random = randomNumbers(seed);
  const requests: Request[] = [];
  for (let minute = 0; minute < days * 1440; minute++) {
    for (let service = 0; service < 6; service++) {
      if (random() > 0.2) continue;
      requests.push({
        at: start + minute * MINUTE + Math.floor(random() * 59_000),
        user: `system:serviceaccount:shop:app-${service}`,
        pod: `app-${service}-5d4f8b7c9d-x7k2p`,
        verb: random() < 0.3 ? 'update' : 'get',
        name: `app-${service}`,
        ip: `10.244.${service}.7`,
      });
    }
  }
  return requests.sort((a, b) => a.at - b.at);
}
