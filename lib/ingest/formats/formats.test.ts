// Every shape in which users have audit events gives the events that the native log gives: same identity, same fields.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readStoredEvent } from '@/lib/audit/sources/stored-event';
import { recogniseContainer } from '@/lib/ingest/containers/recognise-container';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import type { BadInput } from '@/lib/ingest/input-value';
import { type ParsedEvent, parseValue } from '@/lib/ingest/parse-value';

type Read = { events: ParsedEvent[]; bad: BadInput[]; skipped: string[]; formats: Set<string> };

async function read(input: string, only: FormatName | null = null): Promise<Read> {
  const result: Read = { events: [], bad: [], skipped: [], formats: new Set() };
  const bytes = Buffer.from(input);
  async function* chunks() {
    yield bytes;
  }
  for await (const items of recogniseContainer(bytes.subarray(0, 65_536), only).read(chunks())) {
    for (const item of items) {
      parseValue(
        item,
        'c',
        {
          event: (event) => result.events.push(event),
          bad: (bad) => result.bad.push(bad),
          skip: (reason) => result.skipped.push(reason),
          format: (name) => result.formats.add(name),
        },
        0,
        only,
      );
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

const csv = (rows: (string | number)[][]) =>
  rows.map((row) => row.map((field) => `"${String(field).replaceAll('"', '""')}"`).join(',')).join('\r\n');
const tableRows = events.map((event) => ({
  TenantId: 'x',
  TimeGenerated: '2026-01-01T00:00:09Z',
  Level: event.level,
  AuditId: event.auditID,
  Stage: event.stage,
  RequestUri: event.requestURI,
  Verb: event.verb,
  User: event.user,
  SourceIps: event.sourceIPs,
  ObjectRef: event.objectRef,
  ResponseStatus: event.responseStatus,
  RequestObject: event.requestObject,
  RequestReceivedTime: event.requestReceivedTimestamp,
  StageReceivedTime: event.stageTimestamp,
  PodName: 'kube-apiserver-a',
  Type: 'AKSAudit',
}));
const tableColumns = Object.keys(tableRows[0] as object);
const inCell = (value: unknown) => (typeof value === 'string' ? value : line(value));

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
  [
    'CRI with lines in parts, another stream between',
    'audit.k8s.io/v1',
    json
      .flatMap((text, n) => [
        `2026-01-01T00:00:00.1Z stdout P ${text.slice(0, 40 + n)}`,
        '2026-01-01T00:00:00.1Z stderr F I0101 12:00:00.000000 1 trace.go:1] a line of klog',
        `2026-01-01T00:00:00.2Z stdout P:more ${text.slice(40 + n, 90)}`,
        `2026-01-01T00:00:00.3Z stdout F ${text.slice(90)}`,
      ])
      .join('\n'),
  ],
  [
    'OpenShift log forwarder (ViaQ)',
    'OpenShift log forwarder',
    events
      .map((event) =>
        line({
          '@timestamp': 'x',
          hostname: 'm0',
          log_type: 'audit',
          log_source: 'kubeAPI',
          openshift: { cluster_id: 'c', sequence: 1.5 },
          ...event,
          level: 'default',
          k8s_audit_level: event.level,
        }),
      )
      .join('\n'),
  ],
  [
    'Elastic',
    'Elastic kubernetes.audit',
    events
      .map(({ kind: _, apiVersion: __, ...audit }) => line({ '@timestamp': 'x', ecs: {}, kubernetes: { audit } }))
      .join('\n'),
  ],
  [
    'Elastic with dots in the names, as a search hit',
    'Elastic kubernetes.audit',
    events
      .map(({ kind: _, apiVersion: __, user, ...audit }) => ({
        ...Object.fromEntries(Object.entries(audit).map(([key, value]) => [`kubernetes.audit.${key}`, value])),
        ...Object.fromEntries(Object.entries(user).map(([key, value]) => [`kubernetes.audit.user.${key}`, value])),
      }))
      .map((_source) => line({ _index: 'logs', _id: 'x', _source }))
      .join('\n'),
  ],
  [
    'AzureDiagnostics as CSV',
    'AzureDiagnostics',
    csv([
      ['TenantId', 'TimeGenerated [UTC]', 'Category', 'log_s'],
      ...json.map((log_s) => ['t', 'x', 'kube-audit', log_s]),
    ]),
  ],
  ['AKSAudit', 'Log Analytics AKSAudit', tableRows.map(line).join('\n')],
  ['AKSAudit as an array', 'Log Analytics AKSAudit', JSON.stringify(tableRows, null, 2)],
  [
    'AKSAudit with objects as text',
    'Log Analytics AKSAudit',
    tableRows
      .map((row) => line(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, inCell(value)]))))
      .join('\n'),
  ],
  [
    'AKSAudit as CSV',
    'Log Analytics AKSAudit',
    csv([tableColumns, ...tableRows.map((row) => Object.values(row).map(inCell))]),
  ],
  [
    'Insights, CSV of the console',
    'CloudWatch Insights',
    `@timestamp,@message\n${csv(json.map((message) => ['2026-01-01 00:00:00.123', message]))}\n`,
  ],
  [
    'Log Analytics query answer',
    'Log Analytics query',
    line({
      tables: [
        {
          name: 'PrimaryResult',
          columns: [{ name: 'Category' }, { name: 'log_s' }],
          rows: json.map((log) => ['kube-audit', log]),
        },
      ],
    }),
  ],
  [
    'Docker with lines in parts',
    'audit.k8s.io/v1',
    json
      .flatMap((text) => [text.slice(0, 50), text.slice(50, 90), `${text.slice(90)}\n`])
      .map((log) => line({ log, stream: 'stdout', time: 'x' }))
      .join('\n'),
  ],
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
    for (const { bytes, hash } of wrapped.events) expect((await read(bytes.toString())).events[0]?.hash).toBe(hash);
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

const entry = (protoPayload: object, more: object = {}) => ({
  insertId: 'i1',
  logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
  resource: { type: 'k8s_cluster', labels: { cluster_name: 'c' } },
  timestamp: '2026-01-01T00:00:00.123456789Z',
  protoPayload: { '@type': 'type.googleapis.com/google.cloud.audit.AuditLog', ...protoPayload },
  ...more,
});
const gke = (name: string) =>
  entry({
    serviceName: 'k8s.io',
    methodName: 'io.k8s.core.v1.pods.delete',
    resourceName: `core/v1/namespaces/shop/pods/${name}`,
    authenticationInfo: { principalEmail: 'ada@example.com' },
  });

describe('an export of Cloud Logging', () => {
  const others: [object, string][] = [
    [
      entry({
        serviceName: 'container.googleapis.com',
        methodName: 'google.container.v1.ClusterManager.DeleteCluster',
      }),
      'GKE cluster administration (container.googleapis.com), no request to the Kubernetes API',
    ],
    [
      entry({ serviceName: 'compute.googleapis.com' }),
      'Cloud Audit Logs entry of compute.googleapis.com, no request to the Kubernetes API',
    ],
    [{ insertId: 'e', jsonPayload: { kind: 'Event', involvedObject: {} } }, 'Kubernetes Event object in Cloud Logging'],
    [
      { insertId: 't', textPayload: 'GET / 200', resource: { type: 'k8s_container' } },
      'Cloud Logging entry of k8s_container, no audit log',
    ],
    [
      { logName: 'n', jsonPayload: { MESSAGE: 'x' }, resource: { type: 'k8s_node' } },
      'Cloud Logging entry of k8s_node, no audit log',
    ],
  ];

  it('gives its audit events, whose bytes are the entries, and counts the rest with reasons', async () => {
    const entries = [gke('a'), ...others.map(([other]) => other), gke('b')];
    for (const input of [entries.map(line).join('\n'), JSON.stringify(entries, null, 2)]) {
      const found = await read(input);
      expect(found.bad).toEqual([]);
      expect(found.skipped).toEqual(others.map(([, reason]) => reason));
      expect([...found.formats]).toContain('GKE Cloud Logging');
      expect(found.events.map((event) => JSON.parse(event.bytes.toString()))).toEqual([gke('a'), gke('b')]);
      expect(found.events.map((event) => event.name)).toEqual(['a', 'b']);
    }
  });

  it('keeps two entries that differ only in what the event does not take over', async () => {
    const twin = { ...gke('a'), severity: 'NOTICE' };
    const { events: found } = await read([gke('a'), twin].map(line).join('\n'));
    expect(new Set(found.map((event) => event.hash)).size).toBe(2);
  });

  it("may carry the event of a cluster of one's own in its payload", async () => {
    const native = await read(json.join('\n'));
    const wrapped = await read(events.map((jsonPayload) => line({ insertId: 'x', jsonPayload })).join('\n'));
    expect(wrapped.events.map((event) => event.hash)).toEqual(native.events.map((event) => event.hash));
  });
});

describe('the text log of Kubernetes 1.5 to 1.11', () => {
  const text = (id: string, rest: string, time = '2017-03-21T03:57:09.106841886-04:00') =>
    `${time} AUDIT: id="${id}"${rest}`;
  const request =
    ' ip="127.0.0.1" method="GET" user="ada" groups="\\"a\\",\\"b c\\"" as="<self>" asgroups="<lookup>" namespace="shop" uri="/api/v1/namespaces/shop/pods/web?x=1"';
  const nativeOf = (found: Read) =>
    found.events.map((event) => ({ ...readStoredEvent(event.bytes.toString())?.event }));

  it('is joined from request and response by id, whatever stands between', async () => {
    const lines = [text('1', request), text('2', request), text('2', ' response="404"'), text('1', ' response="200"')];
    const found = await read(`${lines.join('\n')}\n`);
    expect(found.bad).toEqual([]);
    expect(nativeOf(found).map(({ auditID, responseStatus }) => [auditID, responseStatus])).toEqual([
      ['2', { metadata: {}, code: 404 }],
      ['1', { metadata: {}, code: 200 }],
    ]);
    expect(found.events[1]?.bytes.toString()).toBe(`${lines[0]}\n${lines[3]}`);
    expect(nativeOf(found)[1]).toEqual({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: '1',
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/shop/pods/web?x=1',
      verb: 'get',
      user: { username: 'ada', groups: ['a', 'b c'] },
      sourceIPs: ['127.0.0.1'],
      objectRef: { resource: 'pods', namespace: 'shop', name: 'web', apiVersion: 'v1' },
      responseStatus: { metadata: {}, code: 200 },
      requestReceivedTimestamp: '2017-03-21T03:57:09.106841886-04:00',
      stageTimestamp: '2017-03-21T03:57:09.106841886-04:00',
    });
  });

  it('keeps a request without an answer, and an answer without a request in quarantine', async () => {
    const found = await read([text('1', request), text('9', ' response="200"')].join('\n'));
    expect(nativeOf(found)).toMatchObject([{ auditID: '1', stage: 'RequestReceived' }]);
    expect(nativeOf(found)[0]).not.toHaveProperty('responseStatus');
    expect(found.bad.map((bad) => bad.reason)).toEqual([
      'a response of the text log of Kubernetes 1.5 to 1.11 without its request: there is no line with this id before it',
    ]);
  });

  it('has stages of its own from 1.7 on', async () => {
    const later = (stage: string, response: string) =>
      text(
        '1',
        ` stage="${stage}" ip="::1" method="patch" user="<none>" as="eve" asgroups="\\"x\\"" namespace="<none>" uri="/healthz" response="${response}" user-agent="a \\"b\\""`,
      );
    const found = await read([later('RequestReceived', '<deferred>'), later('ResponseComplete', '200')].join('\n'));
    expect(nativeOf(found)).toMatchObject([
      {
        stage: 'RequestReceived',
        verb: 'patch',
        user: {},
        impersonatedUser: { username: 'eve', groups: ['x'] },
        userAgent: 'a "b"',
      },
      { stage: 'ResponseComplete', responseStatus: { code: 200 } },
    ]);
    expect(nativeOf(found)[0]).not.toHaveProperty('responseStatus');
    expect(nativeOf(found)[0]).not.toHaveProperty('objectRef');
  });

  it('that is cut off is named', async () => {
    const { bad } = await read(`${text('1', request)}\n${text('2', request).slice(0, 120)}`);
    expect(bad.map((one) => one.reason)).toEqual([
      'a line of the text log of Kubernetes 1.5 to 1.11 that is cut off, or whose values are not quoted as key="value"',
    ]);
  });
});

describe('a table in CSV', () => {
  it('has times as a portal writes them, other categories skipped, and a row that is cut off in quarantine', async () => {
    const header = 'AuditId,Verb,RequestUri,"RequestReceivedTime [UTC]",Stage';
    const rows = [
      'a,get,/readyz,"1/31/2026, 12:04:05.678 AM",ResponseComplete',
      'b,get,/readyz,"12/1/2026, 1:00:00 PM",ResponseComplete',
      'c,get,/rea',
    ];
    const found = await read([header, ...rows].join('\n'));
    expect(found.events.map((event) => new Date(event.at / 1000).toISOString())).toEqual([
      '2026-01-31T00:04:05.678Z',
      '2026-12-01T13:00:00.000Z',
    ]);
    expect(found.events[0]?.bytes.toString()).toBe(`${header}\n${rows[0]}`);
    expect(found.bad.map(({ reason, lineNumber }) => [lineNumber, reason])).toEqual([
      [4, 'a row of 3 columns where the first row names 5: it is cut off, or not quoted as CSV is'],
    ]);
    const diagnostics = await read(
      csv([
        ['Category', 'log_s'],
        ['guard', 'I0101'],
        ['kube-audit', json[0] as string],
      ]),
    );
    expect([diagnostics.skipped, diagnostics.events.length]).toEqual([['AKS log of category guard'], 1]);
  });

  it('of Logstash has no names, and a last row that is cut off is reported with its line', async () => {
    const row = (n: number) =>
      `"{""name"":""m""}",2026-01-01T00:00:00.12345${n}Z,system:node:a,patch,pods,status,web,,/api/v1/namespaces/shop/pods/web/status,id-${n},ResponseComplete,200,u1,u2,`;
    const cut = await read(`${row(1)}\n${row(2)}\n${row(3).slice(0, 100)}`);
    expect(cut.bad.map(({ reason, lineNumber }) => [lineNumber, reason])).toEqual([
      [3, 'a row of 9 columns where Logstash writes 15: it is cut off, or not quoted as CSV is'],
    ]);
    expect(cut.events.map((event) => readStoredEvent(event.bytes.toString())?.event)[0]).toEqual({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      auditID: 'id-1',
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/shop/pods/web/status',
      verb: 'patch',
      user: { username: 'system:node:a' },
      objectRef: { resource: 'pods', namespace: 'shop', name: 'web', apiVersion: 'v1', subresource: 'status' },
      responseStatus: { metadata: {}, code: 200 },
      responseObject: { metadata: { uid: 'u1', ownerReferences: [{ uid: 'u2' }] } },
      requestReceivedTimestamp: '2026-01-01T00:00:00.123451Z',
    });
    expect([...cut.formats]).toEqual(['Logstash CSV']);
    const open = await read(`${row(1)}\n"{""name"":""m`);
    expect(open.bad.map((bad) => bad.reason)).toEqual(['the input ends inside a quoted field: this row is cut off']);
  });
});

describe('a log of Datadog', () => {
  it('has its fields back under their names', async () => {
    const attributes = {
      http: {
        url_details: { path: '/api/v1/namespaces/shop/secrets/db' },
        method: 'GET',
        status_code: 200,
        useragent: 'kubectl',
      },
      usr: { name: 'eve', groups: ['x'] },
      network: { client: { ip: '192.0.2.3' } },
      auditID: 'dd-1',
      stage: 'ResponseComplete',
      annotations: { 'authorization.k8s.io/decision': 'allow' },
    };
    const log = { id: 'l', type: 'log', attributes: { timestamp: '2026-01-01T00:00:00.5Z', tags: [], attributes } };
    for (const given of [
      log,
      { ...attributes, timestamp: 1767225600500 },
      { attributes, date: '2026-01-01T00:00:00.5Z' },
    ]) {
      const found = await read(line(given));
      expect([...found.formats]).toEqual(['Datadog']);
      expect(found.events[0]?.at).toBe(1767225600500000);
      expect(readStoredEvent(line(given))?.event).toMatchObject({
        verb: 'get',
        requestURI: '/api/v1/namespaces/shop/secrets/db',
        objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
        user: { username: 'eve', groups: ['x'] },
        sourceIPs: ['192.0.2.3'],
        userAgent: 'kubectl',
        responseStatus: { code: 200 },
        annotations: { 'authorization.k8s.io/decision': 'allow' },
      });
    }
  });
});

describe('hostile types', () => {
  it('cost the field, not the event', async () => {
    const hostile = {
      ...events[0],
      level: {},
      stage: 7,
      user: 'root',
      sourceIPs: '192.0.2.1',
      objectRef: 'invalid',
      responseStatus: { code: '201' },
      requestReceivedTimestamp: 12,
      annotations: [1],
      userAgent: null,
      requestObject: { spec: { containers: {}, hostNetwork: 'true' }, roleRef: [] },
    };
    const odd = { ...events[1], objectRef: { resource: ['secrets'], name: {} }, user: { username: 1, extra: 'x' } };
    const { bad, events: found } = await read([hostile, odd].map(line).join('\n'));
    expect(bad).toEqual([]);
    expect(found.map((event) => event.values.filter((value) => value !== null))).toEqual([
      ['update', 'ok', '201', 'Anonymous', 'c'],
      ['update', '192.0.2.1', 'ok', '200', 'Anonymous', 'ResponseComplete', 'RequestResponse', 'c'],
    ]);
  });
});

describe('a format that was asked for', () => {
  it('takes its own and names what is of another', async () => {
    const mixed = [line(gke('a')), json[0] as string, line(aks(json[1]))].join('\n');
    const found = await read(mixed, 'gke');
    expect(found.events).toHaveLength(1);
    expect(found.bad.map((bad) => bad.reason)).toEqual([
      'not of the format gke, which was asked for: it looks like audit.k8s.io/v1',
      'not of the format gke, which was asked for: it looks like AKS diagnostic record',
    ]);
    expect((await read(mixed, 'aks')).events).toHaveLength(1);
    expect((await read(mixed, 'native')).events).toHaveLength(1);
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
    ['{"Records":[{"eventSource":"eks.amazonaws.com","eventName":"CreateCluster"}]}', 'a CloudTrail record'],
    ['{"records":[{"category":"Administrative","operationName":"x","properties":{}}]}', 'an Azure activity log record'],
    ['{"request":{"uid":"x","operation":"CREATE","userInfo":{}}}', 'an AdmissionReview'],
    ['{"kind":"Event","regarding":{},"note":"x","apiVersion":"events.k8s.io/v1"}', 'a Kubernetes Event object'],
    [
      '{"kind":"EventList","apiVersion":"v1","items":[{"kind":"Event","involvedObject":{}}]}',
      'a Kubernetes Event object',
    ],
    ['{"kind":"Policy","apiVersion":"audit.k8s.io/v1","rules":[]}', 'a Kubernetes audit policy'],
  ])('%s is named', async (input, name) => {
    const { bad } = await read(input);
    expect(bad.map((one) => one.reason)).toEqual([expect.stringMatching(new RegExp(`^${name}.*: .*the audit log is`))]);
  });
});
