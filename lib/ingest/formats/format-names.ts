/** The names with which a format can be asked for, where its recognition by content is not to be relied on. */
export const formatNames = [
  'native',
  'legacy-text',
  'gke',
  'aks',
  'log-analytics',
  'cloudwatch',
  'alibaba-sls',
  'openshift',
  'container-log',
  'elastic',
  'datadog',
  'logstash-csv',
] as const;

export type FormatName = (typeof formatNames)[number];

/** What each of them is, for help texts. */
export const formatDescriptions: Record<FormatName, string> = {
  native: 'audit.k8s.io/v1, v1beta1, v1alpha1; alone, in an array or an EventList',
  'legacy-text': 'text log of Kubernetes 1.5 to 1.11 (AUDIT: id="…")',
  gke: 'GKE, Cloud Logging entries',
  aks: 'AKS diagnostic records; tables of Log Analytics',
  'log-analytics': 'AzureDiagnostics, AKSAudit, AKSAuditAdmin as JSON or CSV',
  cloudwatch: 'EKS, CloudWatch Logs: subscription, Lambda, filter-log-events, Insights (JSON, CSV), S3 export',
  'alibaba-sls': 'ACK, Alibaba log service',
  openshift: '`oc adm node-logs`, log forwarder (ViaQ)',
  'container-log': 'Docker, CRI, Fluent Bit, Fluentd, Vector, Filebeat, OVH: the event as text of a line',
  elastic: 'Elastic documents with kubernetes.audit.*',
  datadog: 'Datadog logs, taken apart by its pipeline for Kubernetes audit logs',
  'logstash-csv': 'Logstash csv output, 15 columns without names',
};

export function isFormatName(name: string): name is FormatName {
  return formatNames.some((known) => known === name);
}

/** For a person who gave another name. */
export function unknownFormat(name: string): string {
  return `there is no format '${name.slice(0, 60)}'; expected one of ${formatNames.join(', ')}`;
}
