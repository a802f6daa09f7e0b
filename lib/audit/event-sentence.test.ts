import fc from 'fast-check';
import { expect, test } from 'vitest';
import { singular } from '@/lib/audit/event-action';
import { eventSentence } from '@/lib/audit/event-sentence';

const allowed = {
  'authorization.k8s.io/decision': 'allow',
  'authorization.k8s.io/reason':
    'RBAC: allowed by ClusterRoleBinding "cluster-admin" of ClusterRole "cluster-admin" to Group "system:masters"',
};

const base = {
  stage: 'ResponseComplete',
  verb: 'get',
  user: { username: 'alice@example.com' },
  sourceIPs: ['203.0.113.9', '198.51.100.20'],
  responseStatus: { code: 200 },
};

function pod(more: object = {}) {
  return { resource: 'pods', namespace: 'payments', name: 'api-7c', ...more };
}

const by = 'alice@example.com';
const from = 'from 198.51.100.20';

test.each([
  ['get', pod(), `${by} read pod payments/api-7c ${from}`],
  ['list', { resource: 'secrets' }, `${by} listed secrets in the whole cluster ${from}`],
  ['list', { resource: 'secrets', namespace: 'payments' }, `${by} listed secrets in payments ${from}`],
  ['watch', { resource: 'nodes' }, `${by} watched nodes in the whole cluster ${from}`],
  ['create', { resource: 'pods', namespace: 'payments' }, `${by} created a pod in payments ${from}`],
  ['create', { resource: 'subjectaccessreviews' }, `${by} created a subjectaccessreview ${from}`],
  ['update', { resource: 'nodes', name: 'worker-1' }, `${by} updated node worker-1 ${from}`],
  ['get', { resource: 'namespaces', namespace: 'shop', name: 'shop' }, `${by} read namespace shop ${from}`],
  ['patch', { resource: 'ingresses', namespace: 'shop', name: 'web' }, `${by} patched ingress shop/web ${from}`],
  ['delete', pod(), `${by} deleted pod payments/api-7c ${from}`],
  ['deletecollection', { resource: 'pods', namespace: 'shop' }, `${by} deleted all pods in shop ${from}`],
  ['get', pod({ subresource: 'log' }), `${by} read the log of pod payments/api-7c ${from}`],
  ['create', pod({ subresource: 'attach' }), `${by} attached to pod payments/api-7c ${from}`],
  ['get', pod({ subresource: 'portforward' }), `${by} forwarded a port of pod payments/api-7c ${from}`],
  ['create', pod({ subresource: 'eviction' }), `${by} evicted pod payments/api-7c ${from}`],
  ['create', pod({ subresource: 'binding' }), `${by} bound pod payments/api-7c to a node ${from}`],
  ['update', pod({ subresource: 'status' }), `${by} updated the status of pod payments/api-7c ${from}`],
  [
    'patch',
    { resource: 'deployments', namespace: 'shop', name: 'web', subresource: 'scale' },
    `${by} scaled deployment shop/web ${from}`,
  ],
  [
    'get',
    { resource: 'deployments', namespace: 'shop', name: 'web', subresource: 'scale' },
    `${by} read the scale of deployment shop/web ${from}`,
  ],
  [
    'create',
    { resource: 'serviceaccounts', namespace: 'shop', name: 'web', subresource: 'token' },
    `${by} was issued a token for serviceaccount shop/web ${from}`,
  ],
])('%s of %j', (verb, objectRef, sentence) => {
  expect(eventSentence({ ...base, verb, objectRef })).toBe(sentence);
});

test('an exec over a websocket is a get with code 101 and its command in the query', () => {
  const event = {
    ...base,
    objectRef: pod({ subresource: 'exec' }),
    requestURI: '/api/v1/namespaces/payments/pods/api-7c/exec?command=sh&command=-c&command=id&stdout=true',
    responseStatus: { code: 101 },
  };
  expect(eventSentence(event)).toBe(`${by} ran “sh -c id” in pod payments/api-7c ${from}`);
});

test('a node proxy names the path behind it', () => {
  const event = {
    ...base,
    verb: 'create',
    objectRef: { resource: 'nodes', name: 'worker-2', subresource: 'proxy' },
    requestURI: '/api/v1/nodes/worker-2/proxy/run/payments/ledger/main?cmd=id',
  };
  expect(eventSentence(event)).toBe(
    `${by} reached node worker-2 through the proxy (/run/payments/ledger/main) ${from}`,
  );
});

test('what allowed it comes from the authoriser', () => {
  expect(eventSentence({ ...base, verb: 'delete', objectRef: pod(), annotations: allowed })).toBe(
    `${by} deleted pod payments/api-7c ${from}, allowed by ClusterRoleBinding cluster-admin`,
  );
});

test('impersonation names both', () => {
  const event = { ...base, objectRef: pod(), impersonatedUser: { username: 'bob' } };
  expect(eventSentence(event)).toBe(`${by} as bob read pod payments/api-7c ${from}`);
});

test('a create is named by its answer', () => {
  const event = {
    ...base,
    verb: 'create',
    objectRef: { resource: 'pods', namespace: 'shop' },
    responseObject: { metadata: { name: 'web-1' } },
  };
  expect(eventSentence(event)).toBe(`${by} created pod shop/web-1 ${from}`);
});

const secrets = { verb: 'list', objectRef: { resource: 'secrets', namespace: 'payments' } };

test.each([
  [401, {}, `401: ${by} was not authenticated to list secrets in payments (${from})`],
  [403, {}, `403: ${by} may not list secrets in payments (${from})`],
  [404, {}, `404: ${by} could not list secrets in payments, not found (${from})`],
  [
    409,
    { reason: 'Conflict' },
    `409: ${by} could not list secrets in payments, it was changed by another in the meantime (${from})`,
  ],
  [409, { reason: 'AlreadyExists' }, `409: ${by} could not list secrets in payments, it already exists (${from})`],
  [
    429,
    { message: 'budget' },
    `429: ${by} could not list secrets in payments, too many requests or not possible now: budget (${from})`,
  ],
  [500, { message: 'boom' }, `500: ${by} could not list secrets in payments, the server failed: boom (${from})`],
  [422, { reason: 'Invalid' }, `422: ${by} could not list secrets in payments, Invalid (${from})`],
])('code %i', (code, status, sentence) => {
  expect(eventSentence({ ...base, ...secrets, responseStatus: { code, ...status } })).toBe(sentence);
});

test('an authorised 403 was refused by admission, and says so', () => {
  const event = { ...base, verb: 'create', objectRef: pod(), annotations: allowed };
  expect(eventSentence({ ...event, responseStatus: { code: 403, message: 'violates PodSecurity' } })).toBe(
    `403: ${by} may not create pod payments/api-7c (${from}): violates PodSecurity`,
  );
});

test.each([
  [{ stage: 'RequestReceived' }, `${by} asked to list secrets in payments ${from}; no answer at this stage`],
  [{ stage: 'Panic' }, `The API server panicked while ${by} tried to list secrets in payments (${from})`],
  [{ stage: 'ResponseStarted', verb: 'watch' }, `${by} began to watch secrets in payments ${from}`],
])('stage %j', (more, sentence) => {
  expect(eventSentence({ ...base, ...secrets, responseStatus: undefined, ...more })).toBe(sentence);
});

test.each([
  ['get', '/readyz?verbose', `${by} read /readyz ${from}`],
  ['post', '/healthz', `${by} posted to /healthz ${from}`],
  ['head', '/version', `${by} asked for the headers of /version ${from}`],
  ['', '/api/v1/pods', `${by} made a request without a verb to /api/v1/pods ${from}`],
])('%s of the path %s', (verb, requestURI, sentence) => {
  expect(eventSentence({ ...base, verb, requestURI })).toBe(sentence);
});

test('nothing at all still is a sentence', () => {
  const sentence = 'someone without a user name made a request without a verb to an unknown path';
  for (const event of [null, undefined, 3, 'x', [], {}, { user: 5, objectRef: [], sourceIPs: 'x', annotations: 1 }]) {
    expect(eventSentence(event)).toBe(sentence);
  }
});

test('any JSON gives a sentence', () => {
  const key = fc.constantFrom('user', 'username', 'verb', 'objectRef', 'resource', 'subresource', 'name', 'namespace');
  const more = fc.constantFrom(
    'requestURI',
    'responseStatus',
    'code',
    'annotations',
    'sourceIPs',
    'stage',
    '__proto__',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      fc.jsonValue(),
      fc.constantFrom('exec', 'get', 'pods', 'constructor', 403, 0, -1, 1.5),
      fc.dictionary(fc.oneof(key, more), tie('tree')),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (event) => {
      expect(eventSentence(event).length).toBeGreaterThan(10);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['pods', 'pod'],
  ['networkpolicies', 'networkpolicy'],
  ['ingresses', 'ingress'],
  ['storageclasses', 'storageclass'],
  ['endpoints', 'endpoints'],
  ['leases', 'lease'],
])('one of %s is a %s', (resource, one) => {
  expect(singular(resource)).toBe(one);
});
