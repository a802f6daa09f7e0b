/** The objects in requestObject and responseObject, with the fields that the API server adds. */
import { formatRfc3339, type Microseconds } from '@/lib/audit/microseconds';
import type { ClusterModel, Generation, Pod } from './cluster-model';
import { findResource, type ResourceName } from './resources';
import type { DeploymentSpec } from './workloads';

/** Times in objects have whole seconds. */
export function objectTime(at: Microseconds): string {
  return `${formatRfc3339(at).slice(0, 19)}Z`;
}

interface StoredObject {
  resource: ResourceName;
  namespace?: string;
  name: string;
  /** Who wrote it last, as managedFields name it, and which fields. */
  manager: string;
  fields: Record<string, unknown>;
}

/** `metadata` of an object that the API server has stored. */
export function storedMetadata(cluster: ClusterModel, at: Microseconds, object: StoredObject): Record<string, unknown> {
  const { resource, namespace, name, manager, fields } = object;
  return {
    name,
    namespace,
    uid: cluster.uid(resource, namespace ?? '', name),
    resourceVersion: cluster.resourceVersion(at),
    creationTimestamp: objectTime(at),
    managedFields: [
      {
        manager,
        operation: 'Update',
        apiVersion: findResource(resource).apiVersion,
        time: objectTime(at),
        fieldsType: 'FieldsV1',
        fieldsV1: fields,
      },
    ],
  };
}

export function imageOf({ namespace, name }: DeploymentSpec, { revision }: Generation): string {
  return `registry.example.com/${namespace}/${name}:1.${revision}.0`;
}

export function deploymentBody(
  cluster: ClusterModel,
  at: Microseconds,
  deployment: DeploymentSpec,
  generation: Generation,
): object {
  const { namespace, name, replicas } = deployment;
  const container = { 'k:{"name":"main"}': { '.': {}, 'f:image': {}, 'f:name': {} } };
  const fields = { 'f:spec': { 'f:replicas': {}, 'f:template': { 'f:spec': { 'f:containers': container } } } };
  const metadata = storedMetadata(cluster, at, { resource: 'deployments', namespace, name, manager: 'helm', fields });
  return {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: {
      ...metadata,
      generation: generation.revision,
      labels: { app: name, 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'deployment.kubernetes.io/revision': String(generation.revision) },
    },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: podSpec(deployment, generation) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    },
    status: { observedGeneration: generation.revision, replicas, readyReplicas: replicas, availableReplicas: replicas },
  };
}

export function podBody(
  cluster: ClusterModel,
  at: Microseconds,
  deployment: DeploymentSpec,
  generation: Generation,
  pod: Pod,
): object {
  const { namespace, name } = deployment;
  const fields = { 'f:metadata': { 'f:generateName': {} }, 'f:spec': { 'f:containers': {} } };
  const replicaSet = `${name}-${generation.templateHash}`;
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      ...storedMetadata(cluster, at, {
        resource: 'pods',
        namespace,
        name: pod.name,
        manager: 'kube-controller-manager',
        fields,
      }),
      uid: pod.uid,
      generateName: `${replicaSet}-`,
      labels: { app: name, 'pod-template-hash': generation.templateHash },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: replicaSet,
          uid: cluster.uid('replicasets', namespace, replicaSet),
          controller: true,
        },
      ],
    },
    spec: podSpec(deployment, generation),
    status: { phase: 'Pending', qosClass: 'Burstable' },
  };
}

function podSpec(deployment: DeploymentSpec, generation: Generation): object {
  return {
    containers: [
      {
        name: 'main',
        image: imageOf(deployment, generation),
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: [{ name: 'LOG_LEVEL', value: 'info' }],
        resources: { limits: { memory: '256Mi' }, requests: { cpu: '50m', memory: '128Mi' } },
        imagePullPolicy: 'IfNotPresent',
      },
    ],
    restartPolicy: 'Always',
    serviceAccountName: deployment.name,
    securityContext: { runAsNonRoot: true },
  };
}

/** A patch of a pod's or node's conditions, as a kubelet sends it. */
export function conditionsPatch(at: Microseconds, types: readonly string[], uid?: string): object {
  const conditions = types.map((type) => ({ type, status: 'True', lastTransitionTime: objectTime(at) }));
  return {
    metadata: uid === undefined ? undefined : { uid },
    status: { '$setElementOrder/conditions': types.map((type) => ({ type })), conditions },
  };
}
