import type { Send } from '../api-request';
import type { ClusterModel } from '../cluster-model';
import type { Random } from '../random';
import { ledgerNames, pickPodActor, updateLedgerStatus } from '../routines/applications';
import { findDeployment } from '../workloads';
import { incidentTime, MINUTE, SECOND } from './incident-time';

const WEBHOOK_FAILED =
  'Internal error occurred: failed calling webhook "ledgers.payments.example.com": failed to call webhook: Post "https://ledger-operator.payments.svc:443/validate?timeout=10s": context deadline exceeded';

/** Day 3, 14:20 to 16:45: the operator of payments fights itself over the status of its ledgers. A fault, no attack. */
export function operatorStorm(cluster: ClusterModel, random: Random, send: Send): void {
  const start = incidentTime(cluster, 3, '14:20');
  const end = start + 145 * MINUTE;
  const operator = findDeployment('payments', 'ledger-operator');
  for (let at = start; at < end; at += random.between(2 * SECOND, 7 * SECOND)) {
    const actor = pickPodActor(cluster, operator, at, random);
    const name = random.pick(ledgerNames);
    const luck = random.next();
    if (luck < 0.62) updateLedgerStatus(cluster, at, actor, name, send, { code: 409 });
    else if (luck < 0.9) {
      updateLedgerStatus(cluster, at, actor, name, send, {
        code: 500,
        message: WEBHOOK_FAILED,
        reason: 'InternalError',
      });
    } else if (luck < 0.94) updateLedgerStatus(cluster, at, actor, name, send, { code: 504 });
    else send({ at, actor, verb: 'get', resource: 'ledgers', namespace: 'payments', name });
  }
}
