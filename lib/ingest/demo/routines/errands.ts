import type { Microseconds } from '@/lib/audit/microseconds';
import type { Actor } from '../actors';
import type { Send } from '../api-request';
import type { ClusterModel } from '../cluster-model';
import { findPerson, type Person, personActor } from '../people';
import type { Random } from '../random';
import { watchQuery } from '../watch-query';
import { configMaps, deployments, secrets } from '../workloads';

export interface Sitting {
  cluster: ClusterModel;
  person: Person;
  actor: Actor;
  random: Random;
  /** The time of the next request: each call lets some seconds pass, as a person reads and types. */
  now: () => Microseconds;
  send: Send;
}

/** What a person does next; support looks around more, and asks for what it may not have. */
export function pickErrand({ person, random }: Sitting): (sitting: Sitting) => void {
  const luck = random.next();
  if (luck < 0.3) return describePod;
  if (luck < 0.5) return readLogs;
  if (luck < 0.68) return followRollout;
  if (luck < 0.76) return askWhatIsAllowed;
  if (luck < 0.82) return mistypeName;
  if (person.role === 'support') return luck < 0.92 ? readSecret : describePod;
  if (luck < 0.87) return editConfigMap;
  if (luck < 0.91) return forwardPort;
  if (luck < 0.94) return openShell;
  return person.role === 'platform' ? lookAfterCluster : describePod;
}

export function discover({ actor, now, send }: Sitting): void {
  const at = now();
  send({ at, actor, verb: 'get', path: '/api', query: 'timeout=32s' });
  send({ at: at + 40_000, actor, verb: 'get', path: '/apis', query: 'timeout=32s' });
}

export function listPods({ actor, person, now, send }: Sitting): void {
  send({ at: now(), actor, verb: 'list', resource: 'pods', namespace: person.namespace, query: 'limit=500' });
}

function describePod(sitting: Sitting): void {
  const { actor, person, now, send } = sitting;
  const { namespace } = person;
  const { pod } = pickPod(sitting);
  const at = now();
  send({ at, actor, verb: 'get', resource: 'pods', namespace, name: pod });
  const query = `fieldSelector=involvedObject.name%3D${pod}%2CinvolvedObject.namespace%3D${namespace}&limit=500`;
  send({ at: at + 60_000, actor, verb: 'list', resource: 'events', namespace, query });
}

function readLogs(sitting: Sitting): void {
  const { actor, person, random, now, send } = sitting;
  const { pod } = pickPod(sitting);
  const follow = random.chance(0.2);
  const duration = follow ? random.between(30, 600) * 1_000_000 : random.between(20_000, 400_000);
  const query = follow ? 'container=main&follow=true' : 'container=main&tailLines=200';
  send({
    at: now(),
    actor,
    verb: 'get',
    resource: 'pods',
    namespace: person.namespace,
    name: pod,
    subresource: 'log',
    query,
    duration,
  });
}

function followRollout(sitting: Sitting): void {
  const { actor, person, random, now, send } = sitting;
  const { deployment } = pickPod(sitting);
  const object = { resource: 'deployments', namespace: person.namespace, name: deployment } as const;
  send({ at: now(), actor, verb: 'get', ...object });
  const selector = `&fieldSelector=metadata.name%3D${deployment}`;
  send({
    at: now(),
    actor,
    verb: 'watch',
    ...object,
    ...watchQuery(random, selector),
    duration: random.between(5, 90) * 1_000_000,
  });
}

function askWhatIsAllowed({ actor, person, random, now, send }: Sitting): void {
  const spec = {
    resourceAttributes: {
      namespace: person.namespace,
      verb: 'delete',
      resource: random.pick(['pods', 'deployments', 'secrets']),
    },
  };
  const review = { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec };
  const allowed = person.role !== 'support';
  send({
    at: now(),
    actor,
    verb: 'create',
    resource: 'selfsubjectaccessreviews',
    requestObject: { ...review, status: { allowed: false } },
    responseObject: { ...review, status: { allowed } },
  });
}

function mistypeName({ actor, person, random, now, send }: Sitting): void {
  const name = random.pick(['chekout', 'ledgre', 'web-', 'fraud-score', 'promethues']);
  send({ at: now(), actor, verb: 'get', resource: 'deployments', namespace: person.namespace, name, code: 404 });
}

/** Support may look at everything but secrets, and forgets it now and then. */
function readSecret({ actor, random, now, send }: Sitting): void {
  const namespace = random.pick(['payments', 'shop']);
  const name = random.pick(secrets[namespace] ?? []);
  send({ at: now(), actor, verb: 'get', resource: 'secrets', namespace, name, code: 403 });
}

function editConfigMap({ actor, person, random, now, send }: Sitting): void {
  const { namespace } = person;
  const object = { resource: 'configmaps', namespace, name: random.pick(configMaps[namespace] ?? []) } as const;
  send({ at: now(), actor, verb: 'get', ...object });
  send({ at: now(), actor, verb: 'patch', ...object, query: 'fieldManager=kubectl-edit&fieldValidation=Strict' });
}

function forwardPort(sitting: Sitting): void {
  const { actor, person, random, now, send } = sitting;
  const duration = random.between(120, 2_400) * 1_000_000;
  const { pod } = pickPod(sitting);
  send({
    at: now(),
    actor,
    verb: 'get',
    resource: 'pods',
    subresource: 'portforward',
    namespace: person.namespace,
    name: pod,
    duration,
  });
}

function openShell(sitting: Sitting): void {
  const { actor, person, random, now, send } = sitting;
  // Nobody opens shells in payments, so that the one of the incident stands out.
  if (person.namespace === 'payments') {
    describePod(sitting);
    return;
  }
  const query = 'command=sh&container=main&stdin=true&stdout=true&tty=true';
  const duration = random.between(20, 900) * 1_000_000;
  const { pod } = pickPod(sitting);
  send({
    at: now(),
    actor,
    verb: 'get',
    resource: 'pods',
    subresource: 'exec',
    namespace: person.namespace,
    name: pod,
    query,
    duration,
  });
}

function lookAfterCluster({ cluster, actor, random, now, send }: Sitting): void {
  send({ at: now(), actor, verb: 'list', resource: 'nodes', query: 'limit=500' });
  const at = now();
  send({ at, actor, verb: 'get', resource: 'nodes', name: random.pick(cluster.nodesAt(at)).name });
  if (!random.chance(0.3)) return;
  // Checks what somebody else would see.
  const impersonatedUser = { username: 'tom.reyes@example.com', groups: ['oidc:support', 'system:authenticated'] };
  const allowedBy = personActor(cluster, findPerson('tom.reyes@example.com'), at).reason('shop');
  send({
    at: now(),
    actor,
    impersonatedUser,
    allowedBy,
    verb: 'list',
    resource: 'pods',
    namespace: 'shop',
    query: 'limit=500',
  });
}

function pickPod({ cluster, person, random, now }: Sitting): { deployment: string; pod: string } {
  const deployment = random.pick(deployments.filter(({ namespace }) => namespace === person.namespace));
  return { deployment: deployment.name, pod: random.pick(cluster.generationAt(deployment, now()).pods).name };
}
