/**
 * A workload as it is written everywhere: `<Kind> <namespace>/<name>`, `<Kind> <name>` for what has no namespace, `Anonymous`
 * for nobody. The acting workload's kinds are those of lib/audit/workload.ts; a target's kind is the Kubernetes kind.
 */
export type WorkloadName = { kind: string; namespace: string | null; name: string };

/** Kinds whose name is a name in a namespace; in the others a slash is a part of the name (a person's can have one). */
const NAMESPACED = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'Pods',
  'ReplicaSet',
  'ReplicationController',
  'Rollout',
  'ServiceAccount',
  'StatefulSet',
]);

export function formatWorkloadName({ kind, namespace, name }: WorkloadName): string {
  if (kind === 'Anonymous') return kind;
  return namespace === null ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

export function parseWorkloadName(text: string): WorkloadName {
  const space = text.indexOf(' ');
  if (space < 0) return { kind: text, namespace: null, name: '' };
  const kind = text.slice(0, space);
  const rest = text.slice(space + 1);
  const slash = rest.indexOf('/');
  if (slash <= 0 || !NAMESPACED.has(kind)) return { kind, namespace: null, name: rest };
  return { kind, namespace: rest.slice(0, slash), name: rest.slice(slash + 1) };
}
