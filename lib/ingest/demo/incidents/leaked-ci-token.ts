import type { Send } from '../api-request';
import type { ClusterModel } from '../cluster-model';
import type { Random } from '../random';
import { ciActor } from '../routines/ci';
import { namespaces, secrets } from '../workloads';
import { incidentTime, SECOND } from './incident-time';

/** Where the thief of the token sits, and what they use. */
export function thiefActor(cluster: ClusterModel) {
  return ciActor(cluster, '203.0.113.66', 'python-requests/2.32.3');
}

/** Day 9, 01:37: the token of ci/deployer, used from outside, reads every secret that there is. The same credential id as CI's. */
export function leakedCiToken(cluster: ClusterModel, random: Random, send: Send): void {
  const actor = thiefActor(cluster);
  let at = incidentTime(cluster, 9, '01:37');
  const wait = () => {
    at += random.between(SECOND, 6 * SECOND);
    return at;
  };
  const spec = { namespace: 'default' };
  const requestObject = { kind: 'SelfSubjectRulesReview', apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec };
  send({ at, actor, verb: 'get', path: '/version' });
  send({ at: wait(), actor, verb: 'create', resource: 'selfsubjectrulesreviews', requestObject });
  send({ at: wait(), actor, verb: 'list', resource: 'namespaces' });
  send({ at: wait(), actor, verb: 'list', resource: 'secrets' });
  for (const namespace of namespaces) {
    send({ at: wait(), actor, verb: 'list', resource: 'secrets', namespace });
    for (const name of secrets[namespace] ?? [])
      send({ at: wait(), actor, verb: 'get', resource: 'secrets', namespace, name });
  }
}
