/** Who the parts of the cluster are to the API server: kubelets, components, controllers, and pods with their tokens. */
import type { Microseconds } from '@/lib/audit/microseconds';
import { type Actor, allowedByClusterRoleBinding, certificateUser, serviceAccountUser } from './actors';
import type { AuditUser } from './audit-event';
import type { ClusterModel, Node, Pod } from './cluster-model';
import type { DeploymentSpec } from './workloads';

const KUBERNETES = '(linux/amd64) kubernetes/8e16b12';
const CONTROL_PLANE = '10.0.0.10';
const TOKEN_LIFE: Microseconds = 50 * 60_000_000;

/** A pod with its bound service account token, which the kubelet renews about every 50 minutes. */
export function podActor(
  cluster: ClusterModel,
  deployment: DeploymentSpec,
  pod: Pod,
  at: Microseconds,
  reason: Actor['reason'],
): Actor {
  return {
    user: podUser(cluster, deployment, pod, at),
    sourceIPs: [pod.address],
    userAgent: deployment.userAgent,
    reason,
  };
}

const lastTokens = new WeakMap<Pod, { renewal: number; user: AuditUser }>();

function podUser(cluster: ClusterModel, deployment: DeploymentSpec, pod: Pod, at: Microseconds): AuditUser {
  // Not all pods renew in the same minute.
  const renewal = Math.floor((at + Number.parseInt(pod.uid.slice(0, 4), 16) * 45_000) / TOKEN_LIFE);
  const last = lastTokens.get(pod);
  if (last?.renewal === renewal) return last.user;
  const { namespace, name } = deployment;
  const user = serviceAccountUser(namespace, name, cluster.uid('serviceaccounts', namespace, name), {
    'authentication.kubernetes.io/credential-id': [`JTI=${cluster.uid('token', pod.uid, String(renewal))}`],
    'authentication.kubernetes.io/node-name': [pod.node.name],
    'authentication.kubernetes.io/node-uid': [pod.node.uid],
    'authentication.kubernetes.io/pod-name': [pod.name],
    'authentication.kubernetes.io/pod-uid': [pod.uid],
  });
  lastTokens.set(pod, { renewal, user });
  return user;
}

const kubelets = new WeakMap<Node, Actor>();

export function kubelet(cluster: ClusterModel, node: Node): Actor {
  let actor = kubelets.get(node);
  if (!actor) {
    actor = makeKubelet(cluster, node);
    kubelets.set(node, actor);
  }
  return actor;
}

function makeKubelet(cluster: ClusterModel, node: Node): Actor {
  return {
    user: certificateUser(`system:node:${node.name}`, cluster.fingerprint(node.uid), ['system:nodes']),
    sourceIPs: [node.address],
    userAgent: `kubelet/v1.36.2 ${KUBERNETES}`,
    // The node authorizer allows without a reason.
    reason: () => '',
  };
}

/** kube-scheduler or kube-controller-manager; `part` is what the client adds to its user agent. */
export function component(cluster: ClusterModel, name: string, part: string): Actor {
  const username = `system:${name}`;
  const reason = allowedByClusterRoleBinding(username, username, `User "${username}"`);
  return {
    user: certificateUser(username, cluster.fingerprint(name)),
    sourceIPs: [CONTROL_PLANE],
    userAgent: `${name}/v1.36.2 ${KUBERNETES}/${part}`,
    reason: () => reason,
  };
}

/** One of the controllers in kube-controller-manager, each of which has a service account of its own. */
export function controller(cluster: ClusterModel, name: string): Actor {
  const role = `system:controller:${name}`;
  const reason = allowedByClusterRoleBinding(role, role, `ServiceAccount "${name}/kube-system"`);
  return {
    user: serviceAccountUser('kube-system', name, cluster.uid('serviceaccounts', 'kube-system', name), {
      'authentication.kubernetes.io/credential-id': [`JTI=${cluster.uid('token', name)}`],
    }),
    sourceIPs: [CONTROL_PLANE],
    userAgent: `kube-controller-manager/v1.36.2 ${KUBERNETES}/system:serviceaccount:kube-system:${name}`,
    reason: () => reason,
  };
}

export function apiServer(cluster: ClusterModel): Actor {
  return {
    user: {
      username: 'system:apiserver',
      uid: cluster.uid('apiserver'),
      groups: ['system:authenticated', 'system:masters'],
    },
    sourceIPs: ['::1'],
    userAgent: `kube-apiserver/v1.36.2 ${KUBERNETES}`,
    reason: () => '',
  };
}
