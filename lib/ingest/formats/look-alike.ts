/** Files that people take for audit logs: refused with the name of what they are, so that the way to the right file is short. */
import type { Format, JsonObject } from '@/lib/ingest/formats/format';

const lookAlikes: { name: string; is(object: JsonObject): boolean }[] = [
  {
    name: 'a Kubernetes Event object (what `kubectl get events` shows), not an audit event',
    is: (o) => o.kind === 'Event' && ('involvedObject' in o || 'regarding' in o),
  },
  { name: 'an AdmissionReview (kube-audit-rest), not an audit event', is: (o) => o.kind === 'AdmissionReview' },
  {
    name: 'a Rancher API audit log entry, not a Kubernetes audit event',
    is: (o) => 'auditID' in o && 'method' in o && !('verb' in o),
  },
  {
    name: 'a CloudTrail record, not a Kubernetes audit event',
    is: (o) => typeof o.eventSource === 'string' && 'eventName' in o,
  },
  {
    name: 'an Azure activity log record, not a Kubernetes audit event',
    is: (o) => o.category === 'Administrative' && 'operationName' in o,
  },
  {
    name: 'a Kubernetes audit policy, not an audit log',
    is: (o) => o.kind === 'Policy' && typeof o.apiVersion === 'string' && o.apiVersion.startsWith('audit.k8s.io/'),
  },
];

export const lookAlike: Format = {
  name: 'look-alike',
  recognise(object) {
    const found = lookAlikes.find((candidate) => candidate.is(object));
    return found ? { kind: 'bad', reason: found.name } : null;
  },
};
