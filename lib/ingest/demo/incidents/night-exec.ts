import type { Send } from '../api-request';
import type { ClusterModel } from '../cluster-model';
import { findPerson, personActor } from '../people';
import type { Random } from '../random';
import { findDeployment } from '../workloads';
import { incidentTime, MINUTE, SECOND } from './incident-time';

/** Day 7, 03:12: a shell in a pod of payments/api for 22 minutes, under Jonas's name, from an address that he never had. */
export function nightExec(cluster: ClusterModel, random: Random, send: Send): void {
  const at = incidentTime(cluster, 7, '03:12');
  const namespace = 'payments';
  const actor = personActor(cluster, findPerson('jonas.weber@example.com'), at, '198.51.100.23');
  const { name } = random.pick(cluster.generationAt(findDeployment(namespace, 'api'), at).pods);
  send({ at, actor, verb: 'get', path: '/api', query: 'timeout=32s' });
  send({ at: at + 4 * SECOND, actor, verb: 'list', resource: 'pods', namespace, query: 'limit=500' });
  const pod = { resource: 'pods', namespace, name } as const;
  send({ at: at + 31 * SECOND, actor, verb: 'get', ...pod });
  const commands = ['command=env', 'command=cat&command=%2Fvar%2Frun%2Fsecrets%2Fcard-vault%2Fkey'];
  commands.forEach((command, index) => {
    const query = `${command}&container=main&stderr=true&stdout=true`;
    const when = at + (52 + index * 40) * SECOND;
    send({ at: when, actor, verb: 'get', ...pod, subresource: 'exec', query, duration: 400_000 });
  });
  const query = 'command=sh&container=main&stdin=true&stdout=true&tty=true';
  send({ at: at + 140 * SECOND, actor, verb: 'get', ...pod, subresource: 'exec', query, duration: 22 * MINUTE });
}
