import type { ClusterModel } from '../cluster-model';
import { apiServer, component, controller } from '../identities';
import type { Random } from '../random';
import type { ResourceName } from '../resources';
import { shopLoad } from '../rhythm';
import type { Routine } from '../routine';
import { watchQuery } from '../watch-query';
import { deployments } from '../workloads';

const SCHEDULER_WATCHES: ResourceName[] = [
  'nodes',
  'pods',
  'persistentvolumeclaims',
  'csinodes',
  'poddisruptionbudgets',
];
const MANAGER_WATCHES: ResourceName[] = [
  'deployments',
  'replicasets',
  'jobs',
  'cronjobs',
  'endpointslices',
  'serviceaccounts',
  'daemonsets',
  'resourcequotas',
];
const SERVED_WATCHES: ResourceName[] = [
  'clusterroles',
  'clusterrolebindings',
  'roles',
  'rolebindings',
  'namespaces',
  'secrets',
];
const DISCOVERY = ['/api', '/apis', '/openapi/v2', '/openapi/v3'];

/** kube-apiserver's own clients, the scheduler and the controllers, all day and night alike. */
export function controlPlaneRoutines(cluster: ClusterModel): Routine[] {
  const self = apiServer(cluster);
  const manager = component(cluster, 'kube-controller-manager', 'shared-informers');
  const discovery = component(cluster, 'kube-controller-manager', 'controller-discovery');
  const scheduler = component(cluster, 'kube-scheduler', 'scheduler');
  const autoscaler = controller(cluster, 'horizontal-pod-autoscaler');
  const slices = controller(cluster, 'endpointslice-controller');
  const collector = controller(cluster, 'generic-garbage-collector');

  const watches = (name: string, perHour: number, actor: typeof self, resources: ResourceName[]): Routine => ({
    name,
    rate: () => perHour,
    tick: (at, random, send) =>
      send({ at, actor, verb: 'watch', resource: random.pick(resources), ...watchQuery(random) }),
  });

  return [
    watches('apiserver-watch', 9, self, SERVED_WATCHES),
    watches('controller-manager-watch', 12, manager, MANAGER_WATCHES),
    watches('scheduler-watch', 8, scheduler, SCHEDULER_WATCHES),
    leaderElection(cluster, 'kube-scheduler'),
    leaderElection(cluster, 'kube-controller-manager'),
    {
      name: 'discovery',
      rate: () => 10,
      tick: (at, random, send) =>
        send({ at, actor: discovery, verb: 'get', path: random.pick(DISCOVERY), query: 'timeout=32s' }),
    },
    {
      name: 'horizontal-pod-autoscaler',
      rate: () => 22,
      tick: (at, random, send) => {
        const { namespace, name } = pickScaled(random);
        send({ at, actor: autoscaler, verb: 'get', resource: 'deployments', subresource: 'scale', namespace, name });
        // While metrics-server restarts, its API is unavailable.
        const code = random.chance(0.01) ? 503 : undefined;
        const query = `labelSelector=app%3D${name}`;
        send({ at: at + 5_100, actor: autoscaler, verb: 'list', resource: 'podmetrics', namespace, query, code });
      },
    },
    {
      name: 'endpointslice-controller',
      rate: (hour) => 6 * shopLoad(hour),
      tick: (at, random, send) => {
        const { namespace, name } = pickScaled(random);
        const slice = `${name}-${cluster.uid('slice', name).slice(0, 5)}`;
        const uid = cluster.uid('endpointslices', namespace, slice);
        const resourceVersion = cluster.resourceVersion(at);
        send({
          at,
          actor: slices,
          verb: 'update',
          resource: 'endpointslices',
          namespace,
          name: slice,
          uid,
          resourceVersion,
        });
      },
    },
    {
      name: 'garbage-collector',
      rate: () => 5,
      tick: (at, random, send) => {
        // An owner that is gone: what the collector is there to notice.
        const { namespace, name: owner } = pickScaled(random);
        const name = `${owner}-${random.suffix(9)}`;
        send({ at, actor: collector, verb: 'get', resource: 'replicasets', namespace, name, code: 404 });
      },
    },
  ];
}

function leaderElection(cluster: ClusterModel, name: string): Routine {
  const actor = component(cluster, name, 'leader-election');
  const lease = { resource: 'leases', namespace: 'kube-system', name } as const;
  return {
    name: `${name}-leader-election`,
    rate: () => 15,
    tick: (at, _random, send) => {
      send({ at, actor, verb: 'get', ...lease, query: 'timeout=5s' });
      const uid = cluster.uid('leases', 'kube-system', name);
      const resourceVersion = cluster.resourceVersion(at);
      send({ at: at + 6_300, actor, verb: 'update', ...lease, uid, resourceVersion, query: 'timeout=5s' });
    },
  };
}

function pickScaled(random: Random) {
  return random.pick(deployments.filter(({ replicas }) => replicas > 1));
}
