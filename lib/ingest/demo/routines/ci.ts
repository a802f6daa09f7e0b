import type { Microseconds } from '@/lib/audit/microseconds';
import { type Actor, allowedByClusterRoleBinding, serviceAccountUser } from '../actors';
import type { ClusterModel } from '../cluster-model';
import { officeLoad } from '../rhythm';
import type { Routine } from '../routine';
import { type DeploymentSpec, deployments } from '../workloads';

const HELM = 'Helm/3.18.4';
const RUNNER = '10.0.2.15';
/** Deployed by CI; the rest was installed by hand. */
export const delivered: readonly DeploymentSpec[] = deployments.filter(
  ({ namespace, rollouts }) => rollouts > 0 && namespace !== 'kube-system',
);

/** The token of CI is long-lived and not bound to a pod, and its role is wider than it needs: that is how it is in life. */
export function ciActor(cluster: ClusterModel, sourceIP = RUNNER, userAgent = HELM): Actor {
  const reason = allowedByClusterRoleBinding('ci-deployer', 'cluster-admin', 'ServiceAccount "deployer/ci"');
  return {
    user: serviceAccountUser('ci', 'deployer', cluster.uid('serviceaccounts', 'ci', 'deployer'), {
      'authentication.kubernetes.io/credential-id': [`JTI=${cluster.uid('token', 'ci', 'deployer')}`],
    }),
    sourceIPs: [sourceIP],
    userAgent,
    reason: () => reason,
  };
}

/** Pipelines look at a release and dry-run the next one, whenever somebody pushes. */
export function ciRoutines(cluster: ClusterModel): Routine[] {
  const actor = ciActor(cluster);
  return [
    {
      name: 'pipeline',
      rate: (hour: Microseconds) => 9 * officeLoad(hour, 1) + 7 * officeLoad(hour, -5) + 0.1,
      tick: (at, random, send) => {
        const { namespace, name } = random.pick(delivered);
        let when = at;
        const next = () => {
          when += random.between(40_000, 900_000);
          return when;
        };
        send({ at, actor, verb: 'get', path: '/version', query: 'timeout=32s' });
        // Helm keeps its releases in secrets, so CI lists them in the namespaces that it delivers to.
        send({
          at: next(),
          actor,
          verb: 'list',
          resource: 'secrets',
          namespace,
          query: 'labelSelector=name%3Dmain%2Cowner%3Dhelm',
        });
        send({ at: next(), actor, verb: 'get', resource: 'deployments', namespace, name });
        send({
          at: next(),
          actor,
          verb: 'get',
          resource: 'services',
          namespace,
          name,
          code: random.chance(0.04) ? 404 : 200,
        });
        const requestObject = { spec: { template: { metadata: { labels: { app: name } } } } };
        const query = 'dryRun=All&fieldManager=helm&fieldValidation=Strict';
        send({ at: next(), actor, verb: 'patch', resource: 'deployments', namespace, name, query, requestObject });
        send({ at: next(), actor, verb: 'list', resource: 'pods', namespace, query: `labelSelector=app%3D${name}` });
      },
    },
  ];
}
