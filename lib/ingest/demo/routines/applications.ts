import type { Microseconds } from '@/lib/audit/microseconds';
import { allowedByClusterRoleBinding, allowedByRoleBinding } from '../actors';
import type { Send } from '../api-request';
import { objectTime } from '../bodies';
import type { ClusterModel } from '../cluster-model';
import { podActor } from '../identities';
import type { Random } from '../random';
import { shopLoad } from '../rhythm';
import type { Routine } from '../routine';
import { watchQuery } from '../watch-query';
import { configMaps, type DeploymentSpec, deployments } from '../workloads';

/** How often, at usual load, a deployment reads its config maps and looks for its peers. */
const READS_PER_HOUR: Record<string, number> = {
  'payments/api': 70,
  'payments/fraud-scorer': 34,
  'payments/ledger': 24,
  'shop/web': 84,
  'shop/cart': 40,
  'shop/checkout': 44,
  'shop/image-resizer': 12,
};
const ELECTS_A_LEADER = ['payments/ledger', 'shop/checkout', 'payments/ledger-operator'];

/** The pods of payments and shop, which follow the customers. */
export function applicationRoutines(cluster: ClusterModel): Routine[] {
  return deployments.flatMap((deployment) => {
    const key = `${deployment.namespace}/${deployment.name}`;
    const routines: Routine[] = [];
    const perHour = READS_PER_HOUR[key];
    if (perHour !== undefined) routines.push(readConfiguration(cluster, deployment, perHour));
    if (ELECTS_A_LEADER.includes(key)) routines.push(electLeader(cluster, deployment));
    if (deployment.name === 'ledger-operator') routines.push(reconcileLedgers(cluster, deployment));
    return routines;
  });
}

/** The actor that is one of the deployment's pods at that time, allowed by its Role in its own namespace. */
export function pickPodActor(cluster: ClusterModel, deployment: DeploymentSpec, at: Microseconds, random: Random) {
  const { namespace, name } = deployment;
  const pod = random.pick(cluster.generationAt(deployment, at).pods);
  const subject = `ServiceAccount "${name}/${namespace}"`;
  return podActor(cluster, deployment, pod, at, (target) =>
    target === namespace
      ? allowedByRoleBinding(name, namespace, `Role "${name}"`, subject)
      : allowedByClusterRoleBinding(name, name, subject),
  );
}

function readConfiguration(cluster: ClusterModel, deployment: DeploymentSpec, perHour: number): Routine {
  const { namespace, name } = deployment;
  const own = (configMaps[namespace] ?? []).filter((map) => map.startsWith(name.split('-')[0] ?? name));
  const maps = own.length > 0 ? own : ['feature-flags'];
  return {
    name: `${namespace}/${name}`,
    rate: (hour) => perHour * shopLoad(hour),
    tick: (at, random, send) => {
      const actor = pickPodActor(cluster, deployment, at, random);
      const luck = random.next();
      if (luck < 0.55) send({ at, actor, verb: 'get', resource: 'configmaps', namespace, name: random.pick(maps) });
      else if (luck < 0.75) send({ at, actor, verb: 'get', resource: 'configmaps', namespace, name: 'feature-flags' });
      else if (luck < 0.9) {
        const query = `labelSelector=kubernetes.io%2Fservice-name%3D${name}`;
        send({ at, actor, verb: 'list', resource: 'endpointslices', namespace, query });
      } else send({ at, actor, verb: 'watch', resource: 'endpointslices', namespace, ...watchQuery(random) });
    },
  };
}

function electLeader(cluster: ClusterModel, deployment: DeploymentSpec): Routine {
  const { namespace, name } = deployment;
  const lease = { resource: 'leases', namespace, name: `${name}-leader` } as const;
  return {
    name: `${namespace}/${name}-leader-election`,
    rate: () => 9,
    tick: (at, random, send) => {
      const actor = pickPodActor(cluster, deployment, at, random);
      send({ at, actor, verb: 'get', ...lease });
      const uid = cluster.uid('leases', namespace, lease.name);
      send({ at: at + 7_400, actor, verb: 'update', ...lease, uid, resourceVersion: cluster.resourceVersion(at) });
    },
  };
}

function reconcileLedgers(cluster: ClusterModel, deployment: DeploymentSpec): Routine {
  return {
    name: 'payments/ledger-operator',
    rate: () => 10,
    tick: (at, random, send) => {
      const actor = pickPodActor(cluster, deployment, at, random);
      const name = random.pick(ledgerNames);
      send({ at, actor, verb: 'get', resource: 'ledgers', namespace: 'payments', name });
      if (random.chance(0.5)) updateLedgerStatus(cluster, at + 12_000, actor, name, send);
    },
  };
}

export const ledgerNames = ['eur-main', 'gbp-main', 'usd-main', 'usd-refunds'] as const;

export function updateLedgerStatus(
  cluster: ClusterModel,
  at: Microseconds,
  actor: ReturnType<typeof pickPodActor>,
  name: string,
  send: Send,
  failure: { code?: number; message?: string; reason?: string } = {},
): void {
  const uid = cluster.uid('ledgers', 'payments', name);
  const resourceVersion = cluster.resourceVersion(at);
  const requestObject = {
    kind: 'Ledger',
    apiVersion: 'payments.example.com/v1',
    metadata: { name, namespace: 'payments', uid, resourceVersion },
    status: { phase: 'Balanced', lastReconciled: objectTime(at) },
  };
  const object = { resource: 'ledgers', namespace: 'payments', name, uid, resourceVersion } as const;
  send({ at, actor, verb: 'update', subresource: 'status', ...object, requestObject, ...failure });
}
