/**
 * Files that people take for audit logs: refused with the name of what they are and where the right one is, so that the way
 * to it is short.
 */
import { asObject } from '@/lib/audit/sources/native-event';
import type { Format, JsonObject } from '@/lib/ingest/formats/format';

const RIGHT_ONE = 'the audit log is what kube-apiserver writes with --audit-log-path, or what your cloud exports of it';

const lookAlikes: { is(object: JsonObject): boolean; name: string; what: string }[] = [
  {
    is: (o) => ('involvedObject' in o || 'regarding' in o) && !('auditID' in o),
    name: 'a Kubernetes Event object (what `kubectl get events` shows), not an audit event',
    what: 'it tells what happened to an object, not who asked for it',
  },
  {
    is: (o) => o.kind === 'AdmissionReview' || ('request' in o && isAdmissionRequest(o.request)),
    name: 'an AdmissionReview (kube-audit-rest), not an audit event',
    what: 'it is the question to an admission webhook, asked before the request is carried out and never for reads',
  },
  {
    is: (o) => 'auditID' in o && 'method' in o && !('verb' in o),
    name: 'a Rancher API audit log entry, not a Kubernetes audit event',
    what: "it is a request to Rancher's own API server",
  },
  {
    is: isCloudTrail,
    name: 'a CloudTrail record, not a Kubernetes audit event',
    what: 'it is a call to the AWS API, for EKS such as CreateCluster; the audit log of EKS is in CloudWatch Logs, streams kube-apiserver-audit-*',
  },
  {
    is: (o) => isActivityCategory(o.category) && 'operationName' in o,
    name: 'an Azure activity log record, not a Kubernetes audit event',
    what: 'it is a call to Azure Resource Manager; the audit log of AKS is the diagnostic category kube-audit or kube-audit-admin',
  },
  {
    is: (o) => o.kind === 'Policy' && typeof o.apiVersion === 'string' && o.apiVersion.startsWith('audit.k8s.io/'),
    name: 'a Kubernetes audit policy, not an audit log',
    what: 'it says what kube-apiserver is to write',
  },
];

export const lookAlike: Format = {
  name: 'look-alike',
  recognise(object) {
    const found = lookAlikes.find((candidate) => candidate.is(object));
    return found ? { kind: 'bad', reason: `${found.name}: ${found.what}; ${RIGHT_ONE}` } : null;
  },
};

function isCloudTrail(object: JsonObject): boolean {
  const record = Array.isArray(object.Records) ? asObject(object.Records[0]) : object;
  return typeof record?.eventSource === 'string' && 'eventName' in record;
}

/** kube-audit-rest may log the request alone. */
function isAdmissionRequest(request: unknown): boolean {
  const object = asObject(request);
  return object !== null && 'operation' in object && 'userInfo' in object;
}

const ACTIVITY_CATEGORIES = [
  'Administrative',
  'ServiceHealth',
  'ResourceHealth',
  'Alert',
  'Autoscale',
  'Policy',
  'Security',
];

function isActivityCategory(category: unknown): boolean {
  const name = asObject(category)?.value ?? category;
  return typeof name === 'string' && ACTIVITY_CATEGORIES.includes(name);
}
