// Every shape in which users have audit events gives the events that the native log gives: same identity, same fields.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recogniseContainer } from '@/lib/ingest/containers/recognise-container';
import type { BadInput } from '@/lib/ingest/input-value';
import { type ParsedEvent, parseValue } from '@/lib/ingest/parse-value';

type Read = { events: ParsedEvent[]; bad: BadInput[]; skipped: string[]; formats: Set<string> };

async function read(input: string): Promise<Read> {
  const result: Read = { events: [], bad: [], skipped: [], formats: new Set() };
  const bytes = Buffer.from(input);
  async function* chunks() {
    yield bytes;
  }
  for await (const items of recogniseContainer(bytes.subarray(0, 65_536)).read(chunks())) {
    for (const item of items) {
      parseValue(item, 'c', {
        event: (event) => result.events.push(event),
        bad: (bad) => result.bad.push(bad),
        skip: (reason) => result.skipped.push(reason),
        format: (name) => result.formats.add(name),
      });
    }
  }
  return result;
}

const events = Array.from({ length: 7 }, (_, n) => ({
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: `00000000-0000-4000-8000-00000000000${n}`,
  stage: 'ResponseComplete',
  requestURI: `/api/v1/namespaces/shop/pods/p${n}?a=1&b=<2>`,
  verb: 'update',
  user: { username: 'ä "quoted" \\ user', groups: ['a', 'b'] },
  sourceIPs: ['192.0.2.1'],
  objectRef: { resource: 'pods', namespace: 'shop', name: `p${n}`, apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 200 },
  requestObject: { log: 'text\nwith {braces}', items: [1, { message: 'x' }], n },
  requestReceivedTimestamp: `2026-01-01T00:00:0${n}.123456Z`,
  stageTimestamp: `2026-01-01T00:00:0${n}.223456Z`,
}));
const json = events.map((event) => JSON.stringify(event));
const line = (value: unknown) => JSON.stringify(value);
const batch = {
  messageType: 'DATA_MESSAGE',
  logGroup: '/aws/eks/demo/cluster',
  logStream: 'kube-apiserver-audit-0123456789abcdef0123456789abcdef',
  logEvents: json.map((message, id) => ({ id: String(id), timestamp: 1, message })),
};
const aks = (log: unknown) => ({
  category: 'kube-audit',
  properties: { log, stream: 'stdout' },
  resourceId: '/X',
  time: 'x',
});

const shapes: [string, string, string][] = [
  ['JSON lines', 'audit.k8s.io/v1', json.join('\n')],
  ['Event Hub batch', 'AKS diagnostic records', line({ records: json.map((log) => aks(`${log}\n`)) })],
  ['AKS lines', 'AKS diagnostic record', json.map((log) => line(aks(`${log}\n`))).join('\n')],
  ['AKS record with the log as an object', 'AKS diagnostic record', events.map((event) => line(aks(event))).join('\n')],
  [
    'AzureDiagnostics',
    'AzureDiagnostics',
    json.map((log_s) => line({ Category: 'kube-audit', log_s, pod_s: 'a' })).join('\n'),
  ],
  ['CloudWatch subscription', 'CloudWatch subscription', line(batch)],
  ['CloudWatch subscriptions without a break between', 'CloudWatch subscription', line(batch) + line(batch)],
  [
    'CloudWatch Lambda',
    'CloudWatch Lambda event',
    line({ awslogs: { data: gzipSync(line(batch)).toString('base64') } }),
  ],
  [
    'filter-log-events',
    'CloudWatch log events',
    JSON.stringify(
      { events: json.map((message) => ({ message, timestamp: 1, eventId: '1' })), searchedLogStreams: [] },
      null,
      1,
    ),
  ],
  [
    'Insights',
    'CloudWatch Insights',
    JSON.stringify(
      {
        results: json.map((value) => [
          { field: '@timestamp', value: 'x' },
          { field: '@message', value },
        ]),
      },
      null,
      1,
    ),
  ],
  ['S3 export', 'CloudWatch export', json.map((text) => `2026-08-05T08:00:01.123Z ${text}`).join('\n')],
  ['Docker', 'container log', json.map((text) => line({ log: `${text}\n`, stream: 'stdout', time: 'x' })).join('\n')],
  ['CRI', 'CRI log', json.map((text) => `2026-01-01T00:00:00.123456789Z stdout F ${text}`).join('\n')],
  [
    'Fluent Bit',
    'container log',
    json.map((log) => line({ date: 1.5, log, kubernetes: { pod_name: 'a' } })).join('\n'),
  ],
  ['Vector', 'container log', json.map((message) => line({ message, host: 'a', source_type: 'file' })).join('\n')],
  ['OVH', 'container log', json.map((message) => line({ message })).join('\n')],
  ['oc adm node-logs', 'node log', json.map((text) => `master-0.example ${text}`).join('\n')],
  [
    'Alibaba SLS',
    'Alibaba SLS',
    events
      .map((event) =>
        Object.fromEntries(Object.entries(event).map(([k, v]) => [k, typeof v === 'string' ? v : line(v)])),
      )
      .map((flat) => line({ __time__: '1', __topic__: '', __source__: 'x', ...flat }))
      .join('\n'),
  ],
];

describe('a log in another shape', () => {
  it.each(shapes)('%s', async (_, format, input) => {
    const native = await read(json.join('\n'));
    const wrapped = await read(input);
    expect(wrapped.bad.map((bad) => bad.reason)).toEqual([]);
    expect([...wrapped.formats]).toContain(format);
    const seen = new Map(wrapped.events.map((event) => [event.hash, event]));
    expect([...seen.keys()]).toEqual(native.events.map((event) => event.hash));
    for (const event of native.events) expect(seen.get(event.hash)?.values).toEqual(event.values);
  });
});

describe('what is in an export without being an audit event', () => {
  it.each([
    [
      line({ ...batch, logStream: 'authenticator-0123456789abcdef0123456789abcdef' }),
      'CloudWatch log stream authenticator',
    ],
    [line({ messageType: 'CONTROL_MESSAGE', logEvents: [] }), 'CloudWatch control message'],
    [
      line({ category: 'cluster-autoscaler', properties: { log: 'I0101 text' } }),
      'AKS log of category cluster-autoscaler',
    ],
  ])('is skipped with its reason', async (input, reason) => {
    const { events: none, bad, skipped } = await read(input);
    expect([none, bad]).toEqual([[], []]);
    expect(skipped).toEqual([reason]);
  });
});

describe('a look-alike', () => {
  it.each([
    ['{"kind":"Event","apiVersion":"v1","involvedObject":{}}', 'a Kubernetes Event object'],
    ['{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{}}', 'an AdmissionReview'],
    [
      '{"auditID":"x","requestURI":"/v3","user":{"name":"a"},"method":"GET","remoteAddr":"b"}',
      'a Rancher API audit log entry',
    ],
    ['{"eventSource":"eks.amazonaws.com","eventName":"CreateCluster"}', 'a CloudTrail record'],
    ['{"category":"Administrative","operationName":"x"}', 'an Azure activity log record'],
    ['{"kind":"Policy","apiVersion":"audit.k8s.io/v1","rules":[]}', 'a Kubernetes audit policy'],
  ])('%s is named', async (input, name) => {
    const { bad } = await read(input);
    expect(bad[0]?.reason.startsWith(name)).toBe(true);
  });
});
