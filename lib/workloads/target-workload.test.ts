import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { skipWithReason } from '@/lib/skip-with-reason';
import { targetWorkload } from '@/lib/workloads/target-workload';
import { formatWorkloadName } from '@/lib/workloads/workload-name';

function nameOf(event: unknown): string | null {
  const found = targetWorkload(event);
  return found === null ? null : formatWorkloadName(found);
}

function event(apiGroup: string, resource: string, name: string | null, body?: object) {
  return { objectRef: { apiGroup, resource, namespace: 'shop', ...(name !== null && { name }) }, responseObject: body };
}

const owned = (kind: string, owner: string, by: string, name = 'x', more: object = {}) => ({
  kind,
  metadata: { name, uid: 'u', ownerReferences: [{ kind: owner, name: by, controller: true }], ...more },
});

describe('the target workload by the name alone', () => {
  it.each([
    ['apps', 'deployments', 'web', 'Deployment shop/web'],
    ['extensions', 'deployments', 'web', 'Deployment shop/web'],
    ['apps', 'statefulsets', 'redis', 'StatefulSet shop/redis'],
    ['apps', 'daemonsets', 'node-exporter', 'DaemonSet shop/node-exporter'],
    ['apps', 'replicasets', 'ledger-697f68f9', 'Deployment shop/ledger'],
    ['apps', 'replicasets', 'cart-api-5c7d8c476f', 'Deployment shop/cart-api'],
    ['apps', 'replicasets', 'checkout-gx5t75z8m', 'Deployment shop/checkout'],
    ['apps', 'replicasets', 'by-hand', 'ReplicaSet shop/by-hand'],
    ['batch', 'cronjobs', 'daily-report', 'CronJob shop/daily-report'],
    ['batch', 'jobs', 'daily-report-29920526', 'CronJob shop/daily-report'],
    ['batch', 'jobs', 'adhoc-1795231608', 'Job shop/adhoc-1795231608'],
    ['', 'pods', 'cart-api-5c7d8c476f-pbkh6', 'Deployment shop/cart-api'],
    ['', 'pods', 'redis-1', 'StatefulSet shop/redis'],
    ['', 'pods', 'daily-report-29920526-8nqqn', 'CronJob shop/daily-report'],
    ['', 'pods', 'node-exporter-7mdrn', 'Pods shop/node-exporter'],
    ['', 'pods', 'node-shell-7fk2', 'Pod shop/node-shell-7fk2'],
    ['', 'pods', null, null],
    ['', 'configmaps', 'cart-config', null],
    ['example.com', 'jobs', 'backup', null],
    ['apps', 'controllerrevisions', 'redis-86d6f69fc9', null],
  ])('%s/%s %s is %s', (group, resource, name, expected) => {
    expect(nameOf(event(group, resource, name))).toBe(expected);
  });

  it('reads the group of v1alpha1 from apiVersion', () => {
    const objectRef = { apiVersion: 'apps/v1', resource: 'deployments', namespace: 'shop', name: 'web' };
    expect(nameOf({ objectRef })).toBe('Deployment shop/web');
  });
});

describe('the target workload by the body', () => {
  it.each([
    ['', 'pods', 'node-exporter-7mdrn', owned('Pod', 'DaemonSet', 'node-exporter'), 'DaemonSet shop/node-exporter'],
    ['', 'pods', 'import-zx4qv', owned('Pod', 'Job', 'import'), 'Job shop/import'],
    ['', 'pods', 'web-54cb778dd7-h6s96', owned('Pod', 'ReplicaSet', 'web-54cb778dd7'), 'Deployment shop/web'],
    [
      'apps',
      'controllerrevisions',
      'redis-86',
      owned('ControllerRevision', 'StatefulSet', 'redis'),
      'StatefulSet shop/redis',
    ],
    [
      'batch',
      'jobs',
      'import-12345678',
      { kind: 'Job', metadata: { name: 'import-12345678', uid: 'u' } },
      'Job shop/import-12345678',
    ],
    ['', 'pods', 'etcd-0', owned('Pod', 'Node', 'etcd-0', 'etcd-0'), 'Pod shop/etcd-0'],
    ['', 'pods', null, { kind: 'Pod', metadata: { generateName: 'web-54cb778dd7-' } }, 'Deployment shop/web'],
    [
      '',
      'pods',
      'web-54cb778dd7-h6s96',
      owned('Pod', 'ReplicaSet', 'web-54cb778dd7', 'x', { labels: { 'rollouts-pod-template-hash': '54cb778dd7' } }),
      'Rollout shop/web',
    ],
    ['apps', 'deployments', 'web', { kind: 'Scale', metadata: { name: 'other' } }, 'Deployment shop/web'],
  ])('%s/%s %s', (group, resource, name, body, expected) => {
    expect(nameOf(event(group, resource, name, body))).toBe(expected);
  });

  it('takes anything', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.constantFrom('pods', 'replicasets', 'jobs'),
        (ref, body, resource) => {
          const objectRef = { resource, ...(typeof ref === 'object' && ref) };
          targetWorkload({ objectRef, requestObject: body, responseObject: { kind: 'Pod', metadata: body } });
          targetWorkload(ref);
        },
      ),
    );
  });
});

const REAL = ['audit.log.gz', 'gce-policy.log.gz'].map((name) => path.resolve('../shared/samples/real', name));
const present = REAL.every((file) => existsSync(file));
const absent = skipWithReason(present, "target workloads of a real API server's log", `${REAL[0]} is not there`);

describe.skipIf(absent)('in the log of a real API server', () => {
  // biome-ignore lint/suspicious/noExplicitAny: the test asks real events for fields of every kind
  let events: any[];
  beforeAll(() => {
    events = REAL.flatMap((file) => gunzipSync(readFileSync(file)).toString().trimEnd().split('\n'))
      // Only of these there is something to find, and bodies are large.
      .filter((line) => /"resource":"(pods|replicasets|jobs|cronjobs|deployments|statefulsets|daemonsets)"/.test(line))
      .map((line) => JSON.parse(line));
  });

  it('names and owner references agree', () => {
    const compared = new Map<string, string>();
    for (const whole of events) {
      if (!whole.objectRef?.name || !whole.responseObject?.metadata?.ownerReferences) continue;
      const byReference = nameOf(whole);
      const byName = nameOf({ objectRef: whole.objectRef });
      if (byReference !== null && byName !== null) compared.set(byName, byReference);
    }
    expect(compared.size).toBeGreaterThan(20);
    for (const [byName, byReference] of compared) {
      if (byName.startsWith('Pods ')) expect(byReference.replace(/^(DaemonSet|Job) /, 'Pods ')).toBe(byName);
      else expect(byReference).toBe(byName);
    }
  });

  it('finds the workloads that were running, and no pod, ReplicaSet or run of a CronJob by itself', () => {
    const found = new Set(events.map(nameOf).filter((name) => name !== null));
    for (const expected of [
      'Deployment shop/cart-api',
      'StatefulSet shop/redis',
      'DaemonSet monitoring/node-exporter',
      'CronJob analytics/daily-report',
      'Job payments/adhoc-1795231608',
    ]) {
      expect(found).toContain(expected);
    }
    const hashed = [...found].filter((name) => /^(ReplicaSet|CronJob .*\d{8})/.test(name));
    expect(hashed).toEqual([]);
  });
});
