import { allowedByClusterRoleBinding } from '../actors';
import type { ApiRequest, Send } from '../api-request';
import { storedMetadata } from '../bodies';
import type { ClusterModel } from '../cluster-model';
import { podActor } from '../identities';
import type { Random } from '../random';
import type { ResourceName } from '../resources';
import { findDeployment, namespaces } from '../workloads';
import { incidentTime, MINUTE, SECOND } from './incident-time';
import { thiefActor } from './leaked-ci-token';

const BINDING = 'image-resizer-cache';
const WANTED: ResourceName[] = ['secrets', 'configmaps', 'pods', 'serviceaccounts', 'rolebindings', 'deployments'];

/** A pod of shop/image-resizer in the intruder's hands: curl, with the pod's own token. */
export function intruderActor(cluster: ClusterModel, at: number) {
  const deployment = findDeployment('shop', 'image-resizer');
  const pod = cluster.generationAt(deployment, at).pods[0];
  if (!pod) throw new Error('shop/image-resizer has no pod');
  const reason = allowedByClusterRoleBinding(BINDING, 'cluster-admin', 'ServiceAccount "image-resizer/shop"');
  return { ...podActor(cluster, deployment, pod, at, () => reason), userAgent: 'curl/8.14.1' };
}

/**
 * Day 10, 22:05: the intruder asks what they may do and is refused everywhere. At 22:41 the leaked CI token binds the
 * service account to cluster-admin; from 22:44 on the same requests are allowed.
 */
export function serviceAccountTakeover(cluster: ClusterModel, random: Random, send: Send): void {
  const start = incidentTime(cluster, 10, '22:05');
  let at = start;
  for (const resource of WANTED) {
    for (const verb of ['get', 'list', 'create', 'delete']) {
      send(selfReview(cluster, at, verb, resource));
      at += random.between(SECOND, 4 * SECOND);
    }
  }
  at = start + 6 * MINUTE;
  for (let round = 0; round < 4; round++) {
    for (const namespace of namespaces) {
      const resource = random.pick(WANTED);
      send({ at, actor: intruderActor(cluster, at), verb: 'list', resource, namespace, query: 'limit=500', code: 403 });
      at += random.between(SECOND, 9 * SECOND);
    }
  }
  for (const resource of WANTED) {
    send({ at, actor: intruderActor(cluster, at), verb: 'list', resource, code: 403 });
    at += random.between(SECOND, 5 * SECOND);
  }
  bindClusterAdmin(cluster, start + 36 * MINUTE, send);
  at = start + 39 * MINUTE;
  for (const resource of WANTED) {
    for (const namespace of ['kube-system', 'observability', 'payments']) {
      send({ at, actor: intruderActor(cluster, at), verb: 'list', resource, namespace, query: 'limit=500' });
      at += random.between(SECOND, 9 * SECOND);
    }
  }
}

function selfReview(cluster: ClusterModel, at: number, verb: string, resource: ResourceName): ApiRequest {
  const spec = { resourceAttributes: { namespace: 'kube-system', verb, resource } };
  const review = { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec };
  const answered = { ...review, status: { allowed: false } };
  const actor = intruderActor(cluster, at);
  return {
    at,
    actor,
    verb: 'create',
    resource: 'selfsubjectaccessreviews',
    requestObject: review,
    responseObject: answered,
  };
}

function bindClusterAdmin(cluster: ClusterModel, at: number, send: Send): void {
  const body = {
    kind: 'ClusterRoleBinding',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name: BINDING },
    subjects: [{ kind: 'ServiceAccount', name: 'image-resizer', namespace: 'shop' }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  };
  const fields = { 'f:roleRef': {}, 'f:subjects': {} };
  const stored = { resource: 'clusterrolebindings', name: BINDING, manager: 'python-requests', fields } as const;
  const responseObject = { ...body, metadata: storedMetadata(cluster, at, stored) };
  send({
    at,
    actor: thiefActor(cluster),
    verb: 'create',
    resource: 'clusterrolebindings',
    name: BINDING,
    requestObject: body,
    responseObject,
  });
}
