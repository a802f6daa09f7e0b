/** What runs in the demo cluster: the deployments, and how many times each is rolled out in the fourteen days. */
export interface DeploymentSpec {
  namespace: string;
  name: string;
  replicas: number;
  /** Rollouts in the fourteen days; each renames the pods and gives them new addresses. */
  rollouts: number;
  userAgent: string;
}

const GO_CLIENT = '(linux/amd64) kubernetes/$Format';

export const deployments: readonly DeploymentSpec[] = [
  { namespace: 'payments', name: 'api', replicas: 3, rollouts: 4, userAgent: `api/v0.0.0 ${GO_CLIENT}` },
  { namespace: 'payments', name: 'ledger', replicas: 2, rollouts: 2, userAgent: 'Kubernetes Java Client/24.0.0' },
  {
    namespace: 'payments',
    name: 'fraud-scorer',
    replicas: 2,
    rollouts: 3,
    userAgent: 'OpenAPI-Generator/33.1.0/python',
  },
  {
    namespace: 'payments',
    name: 'ledger-operator',
    replicas: 1,
    rollouts: 0,
    userAgent: `ledger-operator/v0.9.2 ${GO_CLIENT}`,
  },
  { namespace: 'shop', name: 'web', replicas: 4, rollouts: 6, userAgent: 'axios/1.7.2' },
  { namespace: 'shop', name: 'cart', replicas: 2, rollouts: 3, userAgent: `cart/v0.0.0 ${GO_CLIENT}` },
  { namespace: 'shop', name: 'checkout', replicas: 2, rollouts: 3, userAgent: `checkout/v0.0.0 ${GO_CLIENT}` },
  { namespace: 'shop', name: 'image-resizer', replicas: 2, rollouts: 1, userAgent: 'okhttp/4.12.0' },
  { namespace: 'observability', name: 'prometheus', replicas: 1, rollouts: 1, userAgent: 'prometheus/3.5.0' },
  {
    namespace: 'observability',
    name: 'kube-state-metrics',
    replicas: 1,
    rollouts: 0,
    userAgent: 'kube-state-metrics/v2.16.0 (linux/amd64) kube-state-metrics/4ed4d9f',
  },
  { namespace: 'observability', name: 'grafana', replicas: 1, rollouts: 1, userAgent: 'Go-http-client/2.0' },
  { namespace: 'ci', name: 'runner', replicas: 1, rollouts: 0, userAgent: 'Helm/3.18.4' },
  { namespace: 'kube-system', name: 'coredns', replicas: 2, rollouts: 0, userAgent: `coredns/v1.12.1 ${GO_CLIENT}` },
  {
    namespace: 'kube-system',
    name: 'metrics-server',
    replicas: 1,
    rollouts: 0,
    userAgent: `metrics-server/v0.8.0 ${GO_CLIENT}`,
  },
];

export function findDeployment(namespace: string, name: string): DeploymentSpec {
  const found = deployments.find((candidate) => candidate.namespace === namespace && candidate.name === name);
  if (!found) throw new Error(`no deployment ${namespace}/${name} in the demo`);
  return found;
}

export const namespaces: readonly string[] = [
  'ci',
  'default',
  'kube-node-lease',
  'kube-system',
  'observability',
  'payments',
  'shop',
  'shop-staging',
];

/** Config maps of the applications, by namespace. */
export const configMaps: Record<string, readonly string[]> = {
  payments: ['api-config', 'feature-flags', 'fraud-model', 'kube-root-ca.crt', 'ledger-config'],
  shop: [
    'cart-config',
    'checkout-config',
    'currency-rates',
    'feature-flags',
    'image-sizes',
    'kube-root-ca.crt',
    'mail-templates',
    'shipping-zones',
    'tax-rules',
    'web-banners',
    'web-config',
    'web-routes',
  ],
  observability: ['alert-rules', 'grafana-dashboards', 'kube-root-ca.crt', 'prometheus-config'],
};

export const secrets: Record<string, readonly string[]> = {
  ci: ['registry-credentials'],
  'kube-system': ['bootstrap-token-7f3a9c', 'metrics-server-tls'],
  observability: ['grafana-admin', 'pager-webhook'],
  payments: ['card-vault-key', 'ledger-db', 'psp-api-token', 'sh.helm.release.v1.payments.v41'],
  shop: ['cart-redis', 'mail-relay', 'session-signing-key', 'sh.helm.release.v1.shop.v112'],
};
