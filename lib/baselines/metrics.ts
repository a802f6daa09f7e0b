/** What is counted of each workload in five minutes and in an hour. The order is that of the numbers in the state. */
export const metrics = [
  'requests',
  'writes',
  'denied',
  'notFound',
  'conflicts',
  'throttled',
  'serverErrors',
  'otherFailures',
  'secretReads',
  'exec',
  'rbacChanges',
  'distinctActions',
] as const;

export type Metric = (typeof metrics)[number];

export const metricLabels: Record<Metric, string> = {
  requests: 'Requests',
  writes: 'Writes',
  denied: 'Denied (401, 403)',
  notFound: 'Not found (404)',
  conflicts: 'Conflicts (409)',
  throttled: 'Throttled (429)',
  serverErrors: 'Server errors (5xx)',
  otherFailures: 'Other failures (4xx)',
  secretReads: 'Reads of secrets, config maps and tokens',
  exec: 'Exec, attach, port-forward, proxy',
  rbacChanges: 'Changes of access rules and admission',
  distinctActions: 'Distinct actions',
};
