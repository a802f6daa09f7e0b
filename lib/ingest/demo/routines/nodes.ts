import { conditionsPatch, objectTime } from '../bodies';
import type { ClusterModel } from '../cluster-model';
import { kubelet } from '../identities';
import type { Routine } from '../routine';
import { watchQuery } from '../watch-query';
import { deployments } from '../workloads';

const NODE_CONDITIONS = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'];
const WATCHED = ['services', 'csinodes', 'configmaps', 'pods'] as const;

/**
 * Kubelets, thinned out: a real one renews its lease every ten seconds, which alone would be 726,000 of the demo's
 * 200,000 events.
 */
export function nodeRoutines(cluster: ClusterModel): Routine[] {
  return [
    {
      name: 'kubelet-lease',
      rate: () => 78,
      tick: (at, random, send) => {
        const node = random.pick(cluster.nodesAt(at));
        send({
          at,
          actor: kubelet(cluster, node),
          verb: 'update',
          resource: 'leases',
          namespace: 'kube-node-lease',
          name: node.name,
          uid: cluster.uid('leases', 'kube-node-lease', node.name),
          resourceVersion: cluster.resourceVersion(at),
          query: 'timeout=10s',
        });
      },
    },
    {
      name: 'kubelet-node-status',
      rate: () => 36,
      tick: (at, random, send) => {
        const node = random.pick(cluster.nodesAt(at));
        send({
          at,
          actor: kubelet(cluster, node),
          verb: 'patch',
          resource: 'nodes',
          name: node.name,
          subresource: 'status',
          query: 'timeout=10s',
          requestObject: {
            ...conditionsPatch(at, NODE_CONDITIONS),
            metadata: { annotations: { 'demo.example.com/last-report': objectTime(at) } },
          },
        });
      },
    },
    {
      name: 'kubelet-token',
      rate: () => 26,
      tick: (at, random, send) => {
        const deployment = random.pick(deployments);
        const pod = random.pick(cluster.generationAt(deployment, at).pods);
        send({
          at,
          actor: kubelet(cluster, pod.node),
          verb: 'create',
          resource: 'serviceaccounts',
          subresource: 'token',
          namespace: deployment.namespace,
          name: deployment.name,
          annotations: { 'authentication.kubernetes.io/issued-credential-id': `JTI=${random.uuid()}` },
        });
      },
    },
    {
      name: 'kubelet-watch',
      rate: () => 18,
      tick: (at, random, send) => {
        const node = random.pick(cluster.nodesAt(at));
        const resource = random.pick(WATCHED);
        const selector = resource === 'pods' ? `&fieldSelector=spec.nodeName%3D${node.name}` : '';
        send({ at, actor: kubelet(cluster, node), verb: 'watch', resource, ...watchQuery(random, selector) });
      },
    },
  ];
}
