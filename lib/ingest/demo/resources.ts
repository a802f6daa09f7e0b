/** The resources of the demo cluster, by the plural that stands in URLs. */
const resources = {
  bindings: { group: '', version: 'v1', kind: 'Binding' },
  certificatesigningrequests: { group: 'certificates.k8s.io', version: 'v1', kind: 'CertificateSigningRequest' },
  clusterrolebindings: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRoleBinding' },
  clusterroles: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole' },
  configmaps: { group: '', version: 'v1', kind: 'ConfigMap' },
  cronjobs: { group: 'batch', version: 'v1', kind: 'CronJob' },
  csinodes: { group: 'storage.k8s.io', version: 'v1', kind: 'CSINode' },
  daemonsets: { group: 'apps', version: 'v1', kind: 'DaemonSet' },
  deployments: { group: 'apps', version: 'v1', kind: 'Deployment' },
  endpoints: { group: '', version: 'v1', kind: 'Endpoints' },
  endpointslices: { group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice' },
  events: { group: '', version: 'v1', kind: 'Event' },
  horizontalpodautoscalers: { group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler' },
  ingresses: { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress' },
  jobs: { group: 'batch', version: 'v1', kind: 'Job' },
  leases: { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease' },
  ledgers: { group: 'payments.example.com', version: 'v1', kind: 'Ledger' },
  namespaces: { group: '', version: 'v1', kind: 'Namespace' },
  networkpolicies: { group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicy' },
  nodes: { group: '', version: 'v1', kind: 'Node' },
  persistentvolumeclaims: { group: '', version: 'v1', kind: 'PersistentVolumeClaim' },
  poddisruptionbudgets: { group: 'policy', version: 'v1', kind: 'PodDisruptionBudget' },
  podmetrics: { group: 'metrics.k8s.io', version: 'v1beta1', kind: 'PodMetrics' },
  pods: { group: '', version: 'v1', kind: 'Pod' },
  replicasets: { group: 'apps', version: 'v1', kind: 'ReplicaSet' },
  resourcequotas: { group: '', version: 'v1', kind: 'ResourceQuota' },
  rolebindings: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'RoleBinding' },
  roles: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'Role' },
  secrets: { group: '', version: 'v1', kind: 'Secret' },
  selfsubjectaccessreviews: { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectAccessReview' },
  selfsubjectrulesreviews: { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectRulesReview' },
  serviceaccounts: { group: '', version: 'v1', kind: 'ServiceAccount' },
  services: { group: '', version: 'v1', kind: 'Service' },
  statefulsets: { group: 'apps', version: 'v1', kind: 'StatefulSet' },
  subjectaccessreviews: { group: 'authorization.k8s.io', version: 'v1', kind: 'SubjectAccessReview' },
  tokenreviews: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenReview' },
} as const;

export type ResourceName = keyof typeof resources;

export interface Resource {
  /** The plural in the URL. Metrics of pods are served under the plural of pods, in a group of their own. */
  plural: string;
  group: string;
  version: string;
  kind: string;
  /** group/version as in `apiVersion` of an object. */
  apiVersion: string;
  /** plural.group, as error messages write it. */
  qualified: string;
}

export function findResource(name: ResourceName): Resource {
  return table[name];
}

const table = Object.fromEntries(
  Object.entries(resources).map(([name, { group, version, kind }]) => {
    const plural = name === 'podmetrics' ? 'pods' : name;
    const apiVersion = group === '' ? version : `${group}/${version}`;
    return [
      name,
      { plural, group, version, kind, apiVersion, qualified: group === '' ? plural : `${plural}.${group}` },
    ];
  }),
) as Record<ResourceName, Resource>;
