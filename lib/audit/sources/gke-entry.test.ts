// Every row of the mapping from a Cloud Logging entry of GKE to audit.k8s.io/v1.
import { describe, expect, it } from 'vitest';
import { gkeEvent } from './gke-entry';

const base = {
  insertId: '3f2c8a30-0000-4000-8000-000000000001',
  logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
  operation: { id: '3f2c8a30-0000-4000-8000-000000000001', first: true, last: true, producer: 'k8s.io' },
  resource: { type: 'k8s_cluster', labels: { project_id: 'p', location: 'l', cluster_name: 'c' } },
  timestamp: '2026-02-03T04:05:06.789012Z',
  receiveTimestamp: '2026-02-03T04:05:09Z',
};

function convert(protoPayload: object, entry: object = {}): Record<string, unknown> {
  const payload = {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    serviceName: 'k8s.io',
    methodName: 'io.k8s.core.v1.pods.create',
    resourceName: 'core/v1/namespaces/shop/pods/web-0',
    authenticationInfo: { principalEmail: 'ada@example.com' },
    ...protoPayload,
  };
  return { ...gkeEvent({ ...base, protoPayload: payload, ...entry })?.event };
}

describe('a GKE entry', () => {
  it('becomes the event it was made from', () => {
    const event = convert(
      {
        authorizationInfo: [{ granted: true, permission: 'io.k8s.core.v1.pods.create' }],
        requestMetadata: { callerIp: '192.0.2.7', callerSuppliedUserAgent: 'kubectl/v1.34' },
        request: { '@type': 'core.k8s.io/v1.Pod', metadata: { name: 'web-0' } },
        response: { '@type': 'core.k8s.io/v1.Pod', apiVersion: 'v1', kind: 'Pod', status: {} },
        status: {},
      },
      { labels: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': 'access granted by IAM' } },
    );
    expect(event).toEqual({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'RequestResponse',
      auditID: '3f2c8a30-0000-4000-8000-000000000001',
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/shop/pods/web-0',
      verb: 'create',
      user: { username: 'ada@example.com' },
      sourceIPs: ['192.0.2.7'],
      userAgent: 'kubectl/v1.34',
      objectRef: { resource: 'pods', namespace: 'shop', name: 'web-0', apiVersion: 'v1' },
      responseStatus: { metadata: {}, code: 201 },
      requestObject: { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web-0' } },
      responseObject: { apiVersion: 'v1', kind: 'Pod', status: {} },
      requestReceivedTimestamp: '2026-02-03T04:05:06.789012Z',
      stageTimestamp: '2026-02-03T04:05:06.789012Z',
      annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': 'access granted by IAM' },
    });
  });

  it.each([
    [
      'core/v1/namespaces/shop/pods',
      'io.k8s.core.v1.pods.list',
      { resource: 'pods', namespace: 'shop' },
      '/api/v1/namespaces/shop/pods',
    ],
    ['core/v1/secrets', 'io.k8s.core.v1.secrets.list', { resource: 'secrets' }, '/api/v1/secrets'],
    ['core/v1/namespaces', 'io.k8s.core.v1.namespaces.list', { resource: 'namespaces' }, '/api/v1/namespaces'],
    [
      'core/v1/namespaces/shop',
      'io.k8s.core.v1.namespaces.get',
      { resource: 'namespaces', name: 'shop', namespace: 'shop' },
      '/api/v1/namespaces/shop',
    ],
    [
      'core/v1/namespaces/shop/finalize',
      'io.k8s.core.v1.namespaces.finalize.update',
      { resource: 'namespaces', name: 'shop', namespace: 'shop', subresource: 'finalize' },
      '/api/v1/namespaces/shop/finalize',
    ],
    [
      'core/v1/nodes/n1/proxy/metrics',
      'io.k8s.core.v1.nodes.proxy.get',
      { resource: 'nodes', name: 'n1', subresource: 'proxy' },
      '/api/v1/nodes/n1/proxy/metrics',
    ],
    [
      'core/v1/namespaces/shop/pods/web-0',
      'io.k8s.core.v1.pods.exec.create',
      { resource: 'pods', namespace: 'shop', name: 'web-0', subresource: 'exec' },
      '/api/v1/namespaces/shop/pods/web-0',
    ],
  ])('%s by %s', (resourceName, methodName, objectRef, requestURI) => {
    const event = convert({ resourceName, methodName });
    expect(event.objectRef).toEqual({ apiVersion: 'v1', ...objectRef });
    expect(event.requestURI).toBe(requestURI);
  });

  it.each([
    [
      'rbac.authorization.k8s.io/v1/clusterroles/x',
      'io.k8s.authorization.rbac.v1.clusterroles.create',
      'rbac.authorization.k8s.io',
    ],
    [undefined, 'io.k8s.authorization.rbac.v1.clusterroles.create', 'rbac.authorization.k8s.io'],
    [undefined, 'io.k8s.rbac.v1.clusterroles.create', 'rbac.authorization.k8s.io'],
    ['apps/v1/clusterroles/x', 'io.k8s.apps.v1.clusterroles.create', 'apps'],
    [undefined, 'io.k8s.apps.v1.clusterroles.create', 'apps'],
    ['networking.gke.io/v1beta1/clusterroles/x', 'io.gke.networking.v1beta1.clusterroles.create', 'networking.gke.io'],
    [undefined, 'io.gke.networking.v1beta1.clusterroles.create', 'networking.gke.io'],
  ])(
    'has the group of its resource name (%s), else that of its method (%s) the right way round',
    (resourceName, methodName, apiGroup) => {
      expect(convert({ resourceName, methodName }).objectRef).toMatchObject({ resource: 'clusterroles', apiGroup });
    },
  );

  it.each([
    ['readyz', 'io.k8s.get', 'get', '/readyz'],
    ['/readyz', 'io.k8s.get', 'get', '/readyz'],
    ['HNAP1', 'io.k8s.post', 'post', '/HNAP1'],
    ['openapi/v3/apis/apps/v1', 'io.k8s.get', 'get', '/openapi/v3/apis/apps/v1'],
    [undefined, 'io.k8s.readyz', 'get', '/readyz'],
  ])('that names no resource (%s, %s) has a path', (resourceName, methodName, verb, requestURI) => {
    const event = convert({ resourceName, methodName });
    expect(event).toMatchObject({ verb, requestURI });
    expect(event).not.toHaveProperty('objectRef');
  });

  it.each([
    [{}, { username: 'ada@example.com' }, undefined],
    [{ authenticationInfo: {} }, {}, undefined],
    [{ authenticationInfo: undefined }, {}, undefined],
    [{ authenticationInfo: { principalSubject: 'serviceAccount:x' } }, { username: 'serviceAccount:x' }, undefined],
    [{ authenticationInfo: { authoritySelector: 'system:anonymous' } }, { username: 'system:anonymous' }, undefined],
    [
      { authenticationInfo: { principalEmail: 'ada@example.com', authoritySelector: 'system:admin' } },
      { username: 'ada@example.com' },
      { username: 'system:admin' },
    ],
  ])('by %j', (payload, user, impersonatedUser) => {
    const event = convert(payload);
    expect(event.user).toEqual(user);
    expect(event.impersonatedUser).toEqual(impersonatedUser);
  });

  it.each([
    [undefined, 201],
    [{}, 201],
    [{ code: 0 }, 201],
    [{ code: 3 }, 400],
    [{ code: 4 }, 504],
    [{ code: 5 }, 404],
    [{ code: 6 }, 409],
    [{ code: '7' }, 403],
    [{ code: 8 }, 429],
    [{ code: 9 }, 400],
    [{ code: 10 }, 409],
    [{ code: 12 }, 501],
    [{ code: 13 }, 500],
    [{ code: 14 }, 503],
    [{ code: 16 }, 401],
    [{ code: 'odd' }, 500],
    [{ code: {} }, 500],
  ])('with the gRPC status %j has the code %i', (status, code) => {
    expect(convert({ status }).responseStatus).toMatchObject({ code });
  });

  it('has the code of the answer where that was logged', () => {
    const response = { '@type': 'core.k8s.io/v1.Status', kind: 'Status', code: 422, reason: 'Invalid' };
    const event = convert({ status: { code: 3, message: 'no' }, response });
    expect(event.responseStatus).toEqual({
      metadata: {},
      status: 'Failure',
      message: 'no',
      reason: 'Invalid',
      code: 422,
    });
  });

  it('is a 401 where nobody was authenticated and the message says so', () => {
    const event = convert({ authenticationInfo: {}, status: { message: 'Unauthorized' } });
    expect(event.responseStatus).toMatchObject({ code: 401, message: 'Unauthorized' });
  });

  it('that opens a stream is a 101', () => {
    const exec = { resourceName: 'core/v1/namespaces/a/pods/b/exec', methodName: 'io.k8s.core.v1.pods.exec.create' };
    expect(convert(exec).responseStatus).toMatchObject({ code: 101 });
  });

  it.each([
    ['pods.exec.create', { first: true }, 'ResponseStarted'],
    ['pods.exec.create', { last: true }, 'ResponseComplete'],
    ['pods.watch', { first: true }, 'ResponseStarted'],
    ['pods.watch', { first: true, last: false }, 'ResponseStarted'],
    ['pods.create', { first: true }, 'ResponseComplete'],
    ['pods.create', { first: true, last: true }, 'ResponseComplete'],
    ['pods.create', {}, 'ResponseComplete'],
    ['pods.create', undefined, 'ResponseComplete'],
  ])('of %s with the operation %j is %s', (method, operation, stage) => {
    expect(convert({ methodName: `io.k8s.core.v1.${method}` }, { operation }).stage).toBe(stage);
  });

  it.each([
    [{}, 'Metadata'],
    [{ request: { a: 1 } }, 'Request'],
    [{ request: { a: 1 }, response: {} }, 'RequestResponse'],
    [{ response: { a: 1 } }, 'RequestResponse'],
  ])('with %j is of level %s', (payload, level) => {
    expect(convert(payload).level).toBe(level);
  });

  it.each([
    [[{ granted: true }], undefined, 'allow'],
    [[{ granted: false }], undefined, 'forbid'],
    [[{ permission: 'x' }], { code: 7 }, 'forbid'],
    [[{ permission: 'x' }], undefined, undefined],
    [[], undefined, undefined],
  ])('without labels was decided as %j with %j says', (authorizationInfo, status, decision) => {
    const event = convert({ authorizationInfo, status });
    expect((event.annotations as Record<string, string>)?.['authorization.k8s.io/decision']).toBe(decision);
  });

  it('keeps the kind of a body, and a patch as it is', () => {
    const request = { '@type': 'apps.k8s.io/v1.Deployment', spec: {} };
    expect(convert({ request }).requestObject).toEqual({ kind: 'Deployment', apiVersion: 'apps/v1', spec: {} });
    const patch = { '@type': 'k8s.io/Patch', spec: { replicas: 1 } };
    expect(convert({ request: patch }).requestObject).toEqual({ spec: { replicas: 1 } });
    const role = { '@type': 'rbac.authorization.k8s.io/v1.Role' };
    expect(convert({ request: role }).requestObject).toEqual({
      kind: 'Role',
      apiVersion: 'rbac.authorization.k8s.io/v1',
    });
  });

  it('may spell the caller otherwise, lack its service and carry its time in the payload', () => {
    const timestamp = '2026-01-01T00:00:00Z';
    const event = convert(
      { serviceName: undefined, requestMetadata: { callerIP: '192.0.2.8' }, timestamp },
      { timestamp: undefined, insertId: undefined },
    );
    expect(event).toMatchObject({
      sourceIPs: ['192.0.2.8'],
      requestReceivedTimestamp: timestamp,
      auditID: base.operation.id,
    });
  });
});
