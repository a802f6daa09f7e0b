import type { Microseconds } from '@/lib/audit/microseconds';
import { type Actor, allowedByClusterRoleBinding, allowedByRoleBinding } from '../actors';
import type { ClusterModel } from '../cluster-model';
import { podActor } from '../identities';
import type { Random } from '../random';
import type { ResourceName } from '../resources';
import type { Routine } from '../routine';
import { watchQuery } from '../watch-query';
import { type DeploymentSpec, findDeployment } from '../workloads';

const KSM_LISTS: ResourceName[] = [
  'cronjobs',
  'jobs',
  'deployments',
  'daemonsets',
  'pods',
  'nodes',
  'namespaces',
  'resourcequotas',
  'statefulsets',
  'ingresses',
];
const SCRAPED: ResourceName[] = ['pods', 'services', 'endpointslices', 'nodes'];

type Errand = (actor: Actor, ...rest: Parameters<Routine['tick']>) => void;

/** What watches the cluster for a living: Prometheus, kube-state-metrics, metrics-server, CoreDNS, Grafana. */
export function observerRoutines(cluster: ClusterModel): Routine[] {
  const of = (namespace: string, name: string, perHour: number, run: Errand): Routine => {
    const deployment = findDeployment(namespace, name);
    return {
      name,
      rate: () => perHour,
      tick: (at, random, send) => run(actorOf(cluster, deployment, at, random), at, random, send),
    };
  };

  return [
    of('observability', 'prometheus', 26, (actor, at, random, send) => {
      const node = random.pick(cluster.nodesAt(at)).name;
      const luck = random.next();
      if (luck < 0.4) send({ at, actor, verb: 'get', path: '/metrics', allowedBy: actor.reason(undefined) });
      else if (luck < 0.75) {
        const duration = random.between(30_000, 200_000);
        const proxy = { subresource: 'proxy', proxyPath: '/metrics/cadvisor', duration };
        send({ at, actor, verb: 'get', resource: 'nodes', name: node, ...proxy });
      } else send({ at, actor, verb: 'watch', resource: random.pick(SCRAPED), ...watchQuery(random) });
    }),
    of('observability', 'kube-state-metrics', 16, (actor, at, random, send) => {
      const resource = random.pick(KSM_LISTS);
      if (random.chance(0.6)) send({ at, actor, verb: 'list', resource, query: 'limit=500&resourceVersion=0' });
      else send({ at, actor, verb: 'watch', resource, ...watchQuery(random) });
    }),
    of('kube-system', 'metrics-server', 20, (actor, at, random, send) => {
      if (random.chance(0.5)) {
        send({ at, actor, verb: 'watch', resource: random.pick(['nodes', 'pods'] as const), ...watchQuery(random) });
        return;
      }
      const allowedBy = allowedByClusterRoleBinding(
        'metrics-server:system:auth-delegator',
        'system:auth-delegator',
        'ServiceAccount "metrics-server/kube-system"',
      );
      send({ at, actor, verb: 'create', resource: 'tokenreviews', allowedBy });
      const requestObject = {
        kind: 'SubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        metadata: {},
        spec: {
          resourceAttributes: { verb: 'list', group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' },
          user: 'system:serviceaccount:kube-system:horizontal-pod-autoscaler',
        },
        status: { allowed: false },
      };
      send({ at: at + 2_400, actor, verb: 'create', resource: 'subjectaccessreviews', requestObject, allowedBy });
    }),
    of('kube-system', 'coredns', 8, (actor, at, random, send) => {
      const resource = random.pick(['services', 'endpointslices', 'namespaces'] as const);
      send({ at, actor, verb: 'watch', resource, ...watchQuery(random) });
    }),
    of('observability', 'grafana', 6, (actor, at, _random, send) => {
      const allowedBy = allowedByRoleBinding(
        'grafana',
        'observability',
        'Role "grafana"',
        'ServiceAccount "grafana/observability"',
      );
      const query = 'labelSelector=grafana_dashboard%3D1';
      send({ at, actor, verb: 'list', resource: 'configmaps', namespace: 'observability', query, allowedBy });
    }),
  ];
}

function actorOf(cluster: ClusterModel, deployment: DeploymentSpec, at: Microseconds, random: Random) {
  const pod = random.pick(cluster.generationAt(deployment, at).pods);
  const reason = allowedByClusterRoleBinding(
    deployment.name,
    deployment.name,
    `ServiceAccount "${deployment.name}/${deployment.namespace}"`,
  );
  return podActor(cluster, deployment, pod, at, () => reason);
}
