import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { generateDemoEvents } from '../demo-events';

/** What docs/demo.md says of each incident, counted. The demo ends at a midnight, so day 0 is 4 March. */
const END = parseRfc3339('2026-03-18T00:00:00Z') as number;

const event = z.object({
  stage: z.string(),
  verb: z.string(),
  user: z.object({ username: z.string().optional(), extra: z.record(z.string(), z.array(z.string())).optional() }),
  sourceIPs: z.array(z.string()),
  userAgent: z.string(),
  objectRef: z
    .object({
      resource: z.string(),
      namespace: z.string().optional(),
      name: z.string().optional(),
      subresource: z.string().optional(),
    })
    .optional(),
  responseStatus: z.object({ code: z.number() }).optional(),
  requestObject: z.record(z.string(), z.unknown()).optional(),
  stageTimestamp: z.string(),
});
type Event = z.infer<typeof event>;

let completed: Event[];

beforeAll(() => {
  // Few events besides the incidents: they are not scaled.
  const lines = generateDemoEvents({ seed: 1, end: END, days: 14, events: 30_000 });
  completed = [];
  for (const line of lines) {
    const parsed = event.parse(JSON.parse(line));
    if (parsed.stage !== 'RequestReceived') completed.push(parsed);
  }
});

const from = (address: string) => completed.filter(({ sourceIPs }) => sourceIPs.at(-1) === address);
const by = (username: string) => completed.filter(({ user }) => user.username === username);
const codes = (events: Event[]) => Object.fromEntries([...countBy(events, (e) => e.responseStatus?.code ?? 0)].sort());

function countBy<K>(events: Event[], key: (event: Event) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const e of events) counts.set(key(e), (counts.get(key(e)) ?? 0) + 1);
  return counts;
}

test('day 3: the ledger operator meets conflicts and failing webhooks', () => {
  const storm = by('system:serviceaccount:payments:ledger-operator').filter(
    ({ stageTimestamp, responseStatus }) =>
      /^2026-03-07T1[4-6]:/.test(stageTimestamp) && (responseStatus?.code ?? 0) >= 400,
  );
  expect(codes(storm)[409]).toBeGreaterThan(900);
  expect(codes(storm)[500]).toBeGreaterThan(400);
});

test('day 5: an anonymous scan from 192.0.2.44', () => {
  const scan = from('192.0.2.44');
  expect(scan).toHaveLength(280);
  expect(codes(scan)[403]).toBeGreaterThan(200);
  expect(scan.every(({ stageTimestamp }) => stageTimestamp.startsWith('2026-03-09T02:'))).toBe(true);
});

test('day 7: the only shells in payments, at night and from a foreign address', () => {
  const shells = completed.filter(
    ({ objectRef }) => objectRef?.subresource === 'exec' && objectRef.namespace === 'payments',
  );
  expect(countBy(shells, ({ stage }) => stage)).toEqual(
    new Map([
      ['ResponseStarted', 3],
      ['ResponseComplete', 3],
    ]),
  );
  expect(new Set(shells.map(({ sourceIPs }) => sourceIPs[0]))).toEqual(new Set(['198.51.100.23']));
  expect(shells[0]?.user.username).toBe('jonas.weber@example.com');
});

test('day 9: the token of CI reads the secrets of all namespaces from 203.0.113.66, with the credential id of CI', () => {
  const thief = from('203.0.113.66').filter(({ objectRef }) => objectRef?.resource === 'secrets');
  const listed = thief.filter(({ verb }) => verb === 'list').map(({ objectRef }) => objectRef?.namespace);
  expect(listed).toEqual([
    undefined,
    'ci',
    'default',
    'kube-node-lease',
    'kube-system',
    'observability',
    'payments',
    'shop',
    'shop-staging',
  ]);
  const credential = ({ user }: Event) => user.extra?.['authentication.kubernetes.io/credential-id']?.[0];
  const everywhere = by('system:serviceaccount:ci:deployer').map(credential);
  expect(new Set(everywhere).size).toBe(1);
});

test('day 10: refused everywhere, then bound to cluster-admin, then let in', () => {
  const intruder = by('system:serviceaccount:shop:image-resizer').filter(({ userAgent }) =>
    userAgent.startsWith('curl/'),
  );
  const lists = intruder.filter(
    ({ verb, stageTimestamp }) => verb === 'list' && stageTimestamp.startsWith('2026-03-14'),
  );
  const binding = completed.filter(
    ({ objectRef, verb }) => objectRef?.resource === 'clusterrolebindings' && verb === 'create',
  );
  expect(binding).toHaveLength(1);
  expect(binding[0]?.sourceIPs).toEqual(['203.0.113.66']);
  const boundAt = binding[0]?.stageTimestamp ?? '';
  expect(codes(lists.filter(({ stageTimestamp }) => stageTimestamp < boundAt))).toEqual({ 403: 38 });
  expect(codes(lists.filter(({ stageTimestamp }) => stageTimestamp > boundAt))).toEqual({ 200: 18 });
  expect(intruder.filter(({ objectRef }) => objectRef?.resource === 'selfsubjectaccessreviews')).toHaveLength(24);
});

test('day 11: a miner on every node', () => {
  const [created] = completed.filter(
    ({ objectRef, verb }) => objectRef?.resource === 'daemonsets' && verb === 'create',
  );
  expect(created?.stageTimestamp).toMatch(/^2026-03-15T00:20/);
  expect(JSON.stringify(created?.requestObject)).toContain('pool.example.net');
  expect(by('system:serviceaccount:kube-system:daemon-set-controller')).toHaveLength(6);
});

test('day 12: all config maps of shop deleted, missed, and put back', () => {
  const maps = completed.filter(
    ({ objectRef }) => objectRef?.resource === 'configmaps' && objectRef.namespace === 'shop',
  );
  const verbs = countBy(
    maps.filter(({ user }) => user.username === 'david.okafor@example.com'),
    ({ verb }) => verb,
  );
  expect([verbs.get('delete'), verbs.get('create')]).toEqual([12, 12]);
  const missed = maps.filter(
    ({ responseStatus, stageTimestamp }) => responseStatus?.code === 404 && stageTimestamp.startsWith('2026-03-16T'),
  );
  expect(missed.length).toBeGreaterThan(300);
});
