/**
 * Permissions by which whoever holds them can come to more: the ones that the Kubernetes documentation on RBAC good practices
 * warns of. Pure.
 */
import type { ObservedRule } from '@/lib/access/observed-use';

export type Escalation = { verb: string; resource: string; namespace: string | null; why: string };

const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const CHANGES = ['create', 'update', 'patch'];
const READS = ['get', 'list', 'watch'];

type Pattern = { group: string; resources: string[]; verbs: string[]; why: string };

const RBAC = 'rbac.authorization.k8s.io';
const runsPods = 'starts pods, and with them every service account and mounted Secret of the namespace';

const patterns: readonly Pattern[] = [
  { group: '', resources: ['secrets'], verbs: READS, why: 'reads Secrets, tokens of service accounts among them' },
  { group: '', resources: ['pods', 'replicationcontrollers'], verbs: CHANGES, why: runsPods },
  {
    group: 'apps',
    resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
    verbs: CHANGES,
    why: runsPods,
  },
  { group: 'batch', resources: ['jobs', 'cronjobs'], verbs: CHANGES, why: runsPods },
  {
    group: '',
    resources: ['pods/exec', 'pods/attach', 'pods/portforward'],
    verbs: ['create', 'get'],
    why: 'acts inside of running containers, with what they hold',
  },
  {
    group: '',
    resources: ['pods/ephemeralcontainers'],
    verbs: CHANGES,
    why: 'puts a container of choice into running pods',
  },
  { group: '', resources: ['serviceaccounts/token'], verbs: ['create'], why: 'issues tokens of service accounts' },
  {
    group: '',
    resources: ['nodes/proxy'],
    verbs: ['get', 'create', ...CHANGES],
    why: 'speaks to the kubelet: commands in every pod of the node, unaudited',
  },
  {
    group: '',
    resources: ['nodes', 'nodes/status'],
    verbs: CHANGES,
    why: 'moves workloads by labels and taints of nodes',
  },
  { group: '', resources: ['persistentvolumes'], verbs: CHANGES, why: 'mounts paths of the host by a volume' },
  {
    group: '',
    resources: ['namespaces'],
    verbs: ['update', 'patch'],
    why: 'changes labels by which Pod Security and policies choose',
  },
  {
    group: '',
    resources: ['users', 'groups', 'serviceaccounts'],
    verbs: ['impersonate'],
    why: 'acts as somebody else',
  },
  {
    group: RBAC,
    resources: ['roles', 'clusterroles'],
    verbs: [...CHANGES, 'escalate', 'bind'],
    why: 'changes what roles allow',
  },
  { group: RBAC, resources: ['rolebindings', 'clusterrolebindings'], verbs: CHANGES, why: 'gives roles to anybody' },
  {
    group: 'admissionregistration.k8s.io',
    resources: [
      'validatingwebhookconfigurations',
      'mutatingwebhookconfigurations',
      'validatingadmissionpolicies',
      'mutatingadmissionpolicies',
    ],
    verbs: WRITES,
    why: 'sees and changes what is sent to the API server, or lifts a policy',
  },
  {
    group: 'certificates.k8s.io',
    resources: ['certificatesigningrequests/approval'],
    verbs: ['update', 'patch'],
    why: 'approves client certificates for any name',
  },
  {
    group: 'apiregistration.k8s.io',
    resources: ['apiservices'],
    verbs: CHANGES,
    why: 'puts an API server of its own in front of requests',
  },
];

/** What of a rule is of that class. */
export function escalationsOf({ verbs, apiGroup, resources, namespace }: ObservedRule): Escalation[] {
  return patterns
    .filter((pattern) => pattern.group === apiGroup)
    .flatMap((pattern) =>
      resources
        .filter((resource) => pattern.resources.includes(resource))
        .flatMap((resource) =>
          verbs
            .filter((verb) => pattern.verbs.includes(verb))
            .map((verb) => ({ verb, resource, namespace, why: pattern.why })),
        ),
    );
}
