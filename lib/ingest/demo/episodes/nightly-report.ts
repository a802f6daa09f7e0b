import { MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR } from '@/lib/audit/microseconds';
import type { Send } from '../api-request';
import type { ClusterModel } from '../cluster-model';
import { component, controller, kubelet } from '../identities';
import type { Random } from '../random';

const SECOND = 1_000_000;

/** A cron job of shop, every night at 02:00 UTC: a regular guest among the rare ones. */
export function nightlyReports(cluster: ClusterModel, random: Random, send: Send): void {
  const namespace = 'shop';
  const cron = controller(cluster, 'cronjob-controller');
  const jobs = controller(cluster, 'job-controller');
  // One day more than the plan: the window may end within the last day.
  for (let day = 0; day <= 14; day++) {
    const at = cluster.start + day * MICROSECONDS_PER_DAY + 2 * MICROSECONDS_PER_HOUR + random.between(0, 900_000);
    const name = `nightly-report-${Math.floor(at / 60_000_000)}`;
    const pod = `${name}-${random.suffix(5)}`;
    const body = { kind: 'Job', apiVersion: 'batch/v1', metadata: { name, namespace }, spec: { backoffLimit: 2 } };
    send({
      at,
      actor: cron,
      verb: 'create',
      resource: 'jobs',
      namespace,
      name,
      requestObject: body,
      responseObject: body,
    });
    send({
      at: at + 21_000,
      actor: cron,
      verb: 'update',
      resource: 'cronjobs',
      subresource: 'status',
      namespace,
      name: 'nightly-report',
    });
    send({ at: at + 40_000, actor: jobs, verb: 'create', resource: 'pods', namespace });
    const scheduler = component(cluster, 'kube-scheduler', 'scheduler');
    send({
      at: at + 61_000,
      actor: scheduler,
      verb: 'create',
      resource: 'pods',
      subresource: 'binding',
      namespace,
      name: pod,
    });
    const actor = kubelet(cluster, random.pick(cluster.nodesAt(at)));
    for (const delay of [1, 3, 190]) {
      send({
        at: at + delay * SECOND,
        actor,
        verb: 'patch',
        resource: 'pods',
        subresource: 'status',
        namespace,
        name: pod,
      });
    }
    send({
      at: at + 191 * SECOND,
      actor: jobs,
      verb: 'update',
      resource: 'jobs',
      subresource: 'status',
      namespace,
      name,
    });
    send({
      at: at + 192 * SECOND,
      actor: cron,
      verb: 'delete',
      resource: 'jobs',
      namespace,
      name: `nightly-report-${Math.floor((at - 3 * MICROSECONDS_PER_DAY) / 60_000_000)}`,
    });
  }
}
