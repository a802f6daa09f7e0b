/**
 * The target workload of an event: the Deployment, StatefulSet, DaemonSet, CronJob, Job … that the object is, or that it is
 * a part of. Owner references say it for certain, where the audit policy keeps bodies; else the names that Kubernetes makes
 * for what a controller creates say it. A pod by its name alone can belong to a DaemonSet or to a Job: both end in five
 * random characters, hence the kind `Pods` that the acting workload has too.
 *
 * Null where the object is no workload, or where no single one is named (a list, a deletecollection).
 */
import { asText, readField } from '@/lib/audit/untrusted';
import { podOwner } from '@/lib/audit/workload';
import type { WorkloadName } from '@/lib/workloads/workload-name';

type Owned = { kind: string; name: string };

/** Resources that are workloads, by API group: a custom resource may well be called "jobs" too. */
const KINDS: Record<string, string> = {
  'apps/deployments': 'Deployment',
  'apps/statefulsets': 'StatefulSet',
  'apps/daemonsets': 'DaemonSet',
  'apps/replicasets': 'ReplicaSet',
  'apps/controllerrevisions': 'ControllerRevision',
  'extensions/deployments': 'Deployment',
  'extensions/daemonsets': 'DaemonSet',
  'extensions/replicasets': 'ReplicaSet',
  'batch/cronjobs': 'CronJob',
  'batch/jobs': 'Job',
  '/pods': 'Pod',
  '/replicationcontrollers': 'ReplicationController',
  'argoproj.io/rollouts': 'Rollout',
};

/** pod-template-hash, in the alphabet of lib/audit/workload.ts. */
const TEMPLATE_HASH = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/;
/** A CronJob's jobs end in the minutes since 1970 for which they were scheduled. */
const SCHEDULED = /^(.+)-\d{8}$/;

export function targetWorkload(event: unknown): WorkloadName | null {
  const objectRef = readField(event, 'objectRef');
  const resource = asText(readField(objectRef, 'resource'));
  if (resource === null) return null;
  const kind = KINDS[`${groupOf(objectRef)}/${resource}`];
  if (kind === undefined) return null;

  const body = bodyOf(event, kind);
  const owned = ownedBy(kind, asText(readField(objectRef, 'name')) ?? textAt(body, 'name'), body);
  if (owned === null) return null;
  return { ...owned, namespace: asText(readField(objectRef, 'namespace')) ?? textAt(body, 'namespace') };
}

function ownedBy(kind: string, name: string | null, body: unknown): Owned | null {
  const controller = controllerOf(body);
  if (controller !== null) return ownerAbove(controller, body);
  if (kind === 'ControllerRevision') return null;
  // A pod that is being created has no name yet; its name will be this with five random characters.
  const prefix = name === null ? textAt(body, 'generateName') : null;
  if (kind === 'Pod' && prefix !== null) return podOwner(`${prefix}zzzzz`);
  if (name === null) return null;
  // A whole object that nobody controls stands for itself, whatever its name looks like.
  if (textAt(body, 'uid') !== null) return { kind, name };
  return kind === 'Pod' ? podOwner(name) : ownerAbove({ kind, name }, body);
}

/** v1alpha1 has no apiGroup: there apiVersion is `group/version`. */
function groupOf(objectRef: unknown): string {
  const group = asText(readField(objectRef, 'apiGroup'));
  if (group !== null) return group;
  const version = asText(readField(objectRef, 'apiVersion')) ?? '';
  return version.slice(0, Math.max(0, version.lastIndexOf('/')));
}

/** The object itself, of the answer before the request's: what was asked for can be a patch, a Scale or DeleteOptions. */
function bodyOf(event: unknown, kind: string): unknown {
  for (const part of ['responseObject', 'requestObject']) {
    const body = readField(event, part);
    if (readField(body, 'kind') === kind) return body;
  }
  return undefined;
}

function textAt(body: unknown, key: string): string | null {
  return asText(readField(body, 'metadata', key));
}

/** The owner that controls the object: at most one does. A Node controls the mirrors of its static pods, and is no workload. */
function controllerOf(body: unknown): Owned | null {
  const references = readField(body, 'metadata', 'ownerReferences');
  if (!Array.isArray(references)) return null;
  for (const reference of references) {
    const kind = asText(readField(reference, 'kind'));
    const name = asText(readField(reference, 'name'));
    const controls = readField(reference, 'controller') === true;
    if (controls && kind !== null && name !== null && kind !== 'Node') return { kind, name };
  }
  return null;
}

/** What stands above a ReplicaSet or Job, by its name: those are made anew with each rollout and each run. */
function ownerAbove(owned: Owned, body: unknown): Owned {
  if (owned.kind === 'ReplicaSet') {
    const match = TEMPLATE_HASH.exec(owned.name);
    const rollout = readField(body, 'metadata', 'labels', 'rollouts-pod-template-hash') !== undefined;
    if (match) return { kind: rollout ? 'Rollout' : 'Deployment', name: match[1] as string };
  }
  if (owned.kind === 'Job') {
    const match = SCHEDULED.exec(owned.name);
    if (match) return { kind: 'CronJob', name: match[1] as string };
  }
  return owned;
}
