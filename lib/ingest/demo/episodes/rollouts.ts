import type { Microseconds } from '@/lib/audit/microseconds';
import type { Send } from '../api-request';
import { conditionsPatch, deploymentBody, imageOf, podBody } from '../bodies';
import type { ClusterModel, Generation, Pod } from '../cluster-model';
import { component, controller, kubelet } from '../identities';
import type { Random } from '../random';
import { ciActor, delivered } from '../routines/ci';
import type { DeploymentSpec } from '../workloads';

const SECOND = 1_000_000;
const POD_CONDITIONS = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

/** CI patches the image; the controllers, the scheduler and the kubelets do the rest. */
export function rollouts(cluster: ClusterModel, random: Random, send: Send): void {
  for (const deployment of delivered) {
    const generations = cluster.generationsOf(deployment);
    generations.forEach((generation, index) => {
      const before = generations[index - 1];
      if (before && generation.rollout) rollOut(cluster, random, send, deployment, before, generation);
    });
  }
}

function rollOut(
  cluster: ClusterModel,
  random: Random,
  send: Send,
  deployment: DeploymentSpec,
  before: Generation,
  generation: Generation,
): void {
  const { namespace, name } = deployment;
  const at = generation.from - 20 * SECOND;
  const manager = controller(cluster, 'deployment-controller');
  const object = {
    resource: 'deployments',
    namespace,
    name,
    uid: cluster.uid('deployments', namespace, name),
  } as const;
  const body = deploymentBody(cluster, at, deployment, generation);
  const image = imageOf(deployment, generation);
  send({
    at,
    actor: ciActor(cluster),
    verb: 'patch',
    resource: 'deployments',
    namespace,
    name,
    query: 'fieldManager=helm&fieldValidation=Strict',
    requestObject: { spec: { template: { spec: { containers: [{ name: 'main', image }] } } } },
    responseObject: body,
  });
  const replicaSet = `${name}-${generation.templateHash}`;
  send({
    at: at + 31_000,
    actor: manager,
    verb: 'create',
    resource: 'replicasets',
    namespace,
    name: replicaSet,
    requestObject: {
      kind: 'ReplicaSet',
      apiVersion: 'apps/v1',
      metadata: { name: replicaSet, namespace },
      spec: { replicas: 1 },
    },
  });
  generation.pods.forEach((pod, index) => {
    const started = at + (2 + index * 9) * SECOND + random.between(0, SECOND);
    startPod(cluster, send, deployment, generation, pod, started);
    updateStatus(started + 6 * SECOND, random.chance(0.25));
    const old = before.pods[index];
    if (old) stopPod(cluster, send, deployment, old, started + 7 * SECOND);
  });

  /** The controller meets its own last write now and then, and tries again. */
  function updateStatus(when: Microseconds, conflicts: boolean): void {
    const update = {
      ...object,
      actor: manager,
      verb: 'update',
      subresource: 'status',
      resourceVersion: cluster.resourceVersion(when),
      requestObject: body,
    };
    if (conflicts) send({ ...update, at: when - 50_000, code: 409 });
    send({ ...update, at: when });
  }
}

/** What a new pod costs: creation, binding, the kubelet's reports, the endpoints. */
export function startPod(
  cluster: ClusterModel,
  send: Send,
  deployment: DeploymentSpec,
  generation: Generation,
  pod: Pod,
  at: Microseconds,
): void {
  const { namespace, name } = deployment;
  const body = podBody(cluster, at, deployment, generation, pod);
  const target = { resource: 'pods', namespace, name: pod.name } as const;
  const creator = controller(cluster, 'replicaset-controller');
  send({ at, actor: creator, verb: 'create', resource: 'pods', namespace, requestObject: body, responseObject: body });
  send({
    at: at + 22_000,
    actor: component(cluster, 'kube-scheduler', 'scheduler'),
    verb: 'create',
    ...target,
    uid: pod.uid,
    subresource: 'binding',
    requestObject: {
      kind: 'Binding',
      apiVersion: 'v1',
      metadata: { name: pod.name, namespace, uid: pod.uid },
      target: { kind: 'Node', name: pod.node.name },
    },
    responseObject: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  });
  const actor = kubelet(cluster, pod.node);
  for (const [delay, conditions] of [
    [90_000, POD_CONDITIONS.slice(0, 2)],
    [4_300_000, POD_CONDITIONS],
  ] as const) {
    const requestObject = conditionsPatch(at + delay, conditions, pod.uid);
    send({ at: at + delay, actor, verb: 'patch', ...target, subresource: 'status', requestObject });
  }
  const slice = `${name}-${cluster.uid('slice', name).slice(0, 5)}`;
  send({
    at: at + 4_700_000,
    actor: controller(cluster, 'endpointslice-controller'),
    verb: 'update',
    resource: 'endpointslices',
    namespace,
    name: slice,
    uid: cluster.uid('endpointslices', namespace, slice),
    resourceVersion: cluster.resourceVersion(at),
  });
}

function stopPod(cluster: ClusterModel, send: Send, { namespace }: DeploymentSpec, pod: Pod, at: Microseconds): void {
  const target = { verb: 'delete', resource: 'pods', namespace, name: pod.name } as const;
  const options = { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/__internal' };
  send({
    at,
    actor: controller(cluster, 'replicaset-controller'),
    ...target,
    requestObject: { ...options, preconditions: { uid: pod.uid } },
  });
  send({
    at: at + 31 * SECOND,
    actor: kubelet(cluster, pod.node),
    ...target,
    requestObject: { ...options, gracePeriodSeconds: 0, preconditions: { uid: pod.uid } },
  });
}
