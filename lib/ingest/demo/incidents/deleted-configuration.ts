import type { Send } from '../api-request';
import type { ClusterModel } from '../cluster-model';
import { controller } from '../identities';
import { findPerson, personActor } from '../people';
import type { Random } from '../random';
import type { ResourceName } from '../resources';
import { pickPodActor } from '../routines/applications';
import { configMaps, findDeployment } from '../workloads';
import { incidentTime, MINUTE, SECOND } from './incident-time';

const CLEARED: ResourceName[] = ['configmaps', 'deployments', 'pods', 'secrets', 'serviceaccounts', 'services'];
const READERS = [
  ['web', 'web-config'],
  ['checkout', 'checkout-config'],
  ['cart', 'cart-config'],
] as const;

/**
 * Day 12, 15:40: David clears away the namespace shop-staging, then deletes all config maps, but in shop. Its pods meet
 * 404 for 35 minutes, until he puts the maps back.
 */
export function deletedConfiguration(cluster: ClusterModel, random: Random, send: Send): void {
  const at = incidentTime(cluster, 12, '15:40');
  const actor = personActor(cluster, findPerson('david.okafor@example.com'), at);
  const namespace = 'shop';
  clearStaging(cluster, at, send);

  const deleted = at + 4 * MINUTE;
  send({ at: deleted - 2 * SECOND, actor, verb: 'list', resource: 'configmaps', namespace, query: 'limit=500' });
  const maps = configMaps[namespace] ?? [];
  maps.forEach((name, index) => {
    send({ at: deleted + index * 90_000, actor, verb: 'delete', resource: 'configmaps', namespace, name });
    const query = 'fieldManager=kubectl-create&fieldValidation=Strict';
    const restored = deleted + 35 * MINUTE + index * 400_000;
    send({ at: restored, actor, verb: 'create', resource: 'configmaps', namespace, name, query });
  });
  for (let when = deleted + 3 * SECOND; when < deleted + 35 * MINUTE; when += random.between(2 * SECOND, 9 * SECOND)) {
    const [reader, name] = random.pick(READERS);
    const pod = pickPodActor(cluster, findDeployment(namespace, reader), when, random);
    send({ at: when, actor: pod, verb: 'get', resource: 'configmaps', namespace, name, code: 404 });
  }
}

function clearStaging(cluster: ClusterModel, at: number, send: Send): void {
  const name = 'shop-staging';
  // Only the platform team may delete a namespace, so Emily does it for him.
  const actor = personActor(cluster, findPerson('emily.chen@example.com'), at);
  const requestObject = {
    kind: 'DeleteOptions',
    apiVersion: 'meta.k8s.io/__internal',
    propagationPolicy: 'Background',
  };
  send({ at, actor, verb: 'delete', resource: 'namespaces', name, requestObject });
  const cleaner = controller(cluster, 'namespace-controller');
  CLEARED.forEach((resource, index) => {
    const when = at + 5 * SECOND + index * 120_000;
    send({ at: when, actor: cleaner, verb: 'deletecollection', resource, namespace: name });
    send({ at: when + 40_000, actor: cleaner, verb: 'list', resource, namespace: name });
  });
  send({ at: at + 20 * SECOND, actor: cleaner, verb: 'update', resource: 'namespaces', subresource: 'finalize', name });
}
