import type { Send } from '../api-request';
import { type ClusterModel, NEW_NODE, REPLACED_NODE } from '../cluster-model';
import { controller, kubelet } from '../identities';
import { findPerson, personActor } from '../people';
import type { Random } from '../random';
import { deployments } from '../workloads';
import { startPod } from './rollouts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

/** Anna adds worker-7, drains worker-3 and deletes it: new pods with new names and addresses, and nothing wrong. */
export function nodeReplacement(cluster: ClusterModel, random: Random, send: Send): void {
  const at = cluster.nodeReplacedAt;
  const added = cluster.nodes.find(({ name }) => name === NEW_NODE);
  if (!added) throw new Error(`no node ${NEW_NODE} in the demo`);
  const actor = personActor(cluster, findPerson('anna.keller@example.com'), at);

  const registered = at - 12 * MINUTE;
  send({
    at: registered,
    actor: kubelet(cluster, added),
    verb: 'create',
    resource: 'nodes',
    name: NEW_NODE,
    requestObject: nodeBody(NEW_NODE),
  });
  const csr = { resource: 'certificatesigningrequests', name: `csr-${random.suffix(5)}` } as const;
  send({ at: registered + 2 * SECOND, actor: kubelet(cluster, added), verb: 'create', ...csr });
  send({
    at: registered + 3 * SECOND,
    actor: controller(cluster, 'certificate-controller'),
    verb: 'update',
    subresource: 'approval',
    ...csr,
  });

  const node = { resource: 'nodes', name: REPLACED_NODE } as const;
  const cordon = { spec: { unschedulable: true } };
  send({
    at: at - 4 * MINUTE,
    actor,
    verb: 'patch',
    ...node,
    requestObject: cordon,
    query: 'fieldManager=kubectl-drain',
  });
  let when = at - 3 * MINUTE;
  for (const deployment of deployments) {
    const generations = cluster.generationsOf(deployment);
    const index = generations.findIndex(({ from, rollout }) => from === at && !rollout);
    const after = generations[index];
    const before = generations[index - 1];
    if (!after || !before) continue;
    before.pods.forEach((old, position) => {
      const pod = after.pods[position];
      if (!pod || pod === old) return;
      when += 5 * SECOND;
      const eviction = {
        verb: 'create',
        resource: 'pods',
        subresource: 'eviction',
        namespace: deployment.namespace,
        name: old.name,
      } as const;
      const metadata = { name: old.name, namespace: deployment.namespace };
      const requestObject = { kind: 'Eviction', apiVersion: 'policy/v1', metadata, deleteOptions: {} };
      // A disruption budget makes kubectl drain wait and ask again.
      if (random.chance(0.3)) {
        const message = "Cannot evict pod as it would violate the pod's disruption budget.";
        send({ at: when, actor, ...eviction, requestObject, code: 429, message });
        when += 5 * SECOND;
      }
      send({ at: when, actor, ...eviction, requestObject });
      startPod(cluster, send, deployment, after, pod, when + SECOND);
    });
  }
  send({ at: at + 9 * MINUTE, actor, verb: 'delete', ...node });
}

function nodeBody(name: string): object {
  const labels = { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' };
  return { kind: 'Node', apiVersion: 'v1', metadata: { name, labels }, spec: {}, status: {} };
}
