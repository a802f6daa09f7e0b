/** Roles and bindings as they stand in the bodies of events: read without trusting their shape. Pure. */

import type { Permission } from '@/lib/access/permission';
import { asText, readField } from '@/lib/audit/untrusted';

export type RbacSubject = { kind: string; name: string; namespace: string | null };

export type RbacRule = {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames: string[];
  nonResourceURLs: string[];
};

export type RbacObject = {
  kind: 'Role' | 'ClusterRole' | 'RoleBinding' | 'ClusterRoleBinding';
  namespace: string | null;
  name: string | null;
  /** Of a binding. */
  subjects: RbacSubject[];
  roleKind: string | null;
  role: string | null;
  /** Of a role. */
  rules: RbacRule[];
};

export const rbacKinds: Readonly<Record<string, RbacObject['kind']>> = {
  roles: 'Role',
  clusterroles: 'ClusterRole',
  rolebindings: 'RoleBinding',
  clusterrolebindings: 'ClusterRoleBinding',
};

/** The state that a write left, from its answer, else from what was sent; null where neither was recorded whole. */
export function rbacObjectOf(event: unknown): RbacObject | null {
  const kind = rbacKinds[asText(readField(event, 'objectRef', 'resource')) ?? ''];
  if (!kind) return null;
  const answer = readField(event, 'responseObject');
  const sent = readField(event, 'requestObject');
  // What was sent in a patch is a part of the object.
  const whole = readField(event, 'verb') === 'patch' ? [answer] : [answer, sent];
  const body = whole.find((candidate) => readField(candidate, 'kind') === kind);
  if (body === undefined) return null;
  return {
    kind,
    namespace: asText(readField(event, 'objectRef', 'namespace')),
    name: asText(readField(body, 'metadata', 'name')) ?? asText(readField(event, 'objectRef', 'name')),
    subjects: listAt(body, 'subjects').flatMap((subject) => {
      const name = asText(readField(subject, 'name'));
      const namespace = asText(readField(subject, 'namespace'));
      return name === null ? [] : [{ kind: asText(readField(subject, 'kind')) ?? '', name, namespace }];
    }),
    roleKind: asText(readField(body, 'roleRef', 'kind')),
    role: asText(readField(body, 'roleRef', 'name')),
    rules: listAt(body, 'rules').map((rule) => ({
      verbs: textsAt(rule, 'verbs'),
      apiGroups: textsAt(rule, 'apiGroups', true),
      resources: textsAt(rule, 'resources'),
      resourceNames: textsAt(rule, 'resourceNames'),
      nonResourceURLs: textsAt(rule, 'nonResourceURLs'),
    })),
  };
}

function listAt(body: unknown, key: string): unknown[] {
  const list = readField(body, key);
  return Array.isArray(list) ? list : [];
}

function textsAt(body: unknown, key: string, withEmpty = false): string[] {
  return listAt(body, key).filter((value): value is string => typeof value === 'string' && (withEmpty || value !== ''));
}

/** Who asks, as RBAC sees it. */
export type Identity = { user: string; groups: readonly string[] };

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** The service account that a user name stands for, or null. */
export function serviceAccountOf(user: string): { namespace: string; name: string } | null {
  const match = SERVICE_ACCOUNT.exec(user);
  return match ? { namespace: match[1] as string, name: match[2] as string } : null;
}

/** Whether a binding is for that identity. */
export function bindsIdentity({ subjects, namespace }: RbacObject, { user, groups }: Identity): boolean {
  const account = serviceAccountOf(user);
  return subjects.some((subject) => {
    if (subject.kind === 'User') return subject.name === user;
    if (subject.kind === 'Group') return groups.includes(subject.name);
    if (subject.kind !== 'ServiceAccount' || account === null) return false;
    return subject.name === account.name && (subject.namespace ?? namespace) === account.namespace;
  });
}

/** Whether a rule of the role allows it, as the RBAC authoriser reads rules. */
export function allowsPermission({ rules }: RbacObject, permission: Permission): boolean {
  return rules.some((rule) => ruleAllows(rule, permission));
}

function ruleAllows(rule: RbacRule, { verb, apiGroup, resource, subresource, name }: Permission): boolean {
  if (!rule.verbs.includes(verb) && !rule.verbs.includes('*')) return false;
  if (resource === null) {
    return rule.nonResourceURLs.some(
      (url) => url === name || (url.endsWith('*') && (name ?? '').startsWith(url.slice(0, -1))),
    );
  }
  const group = apiGroup === 'core' ? '' : (apiGroup ?? '');
  if (!rule.apiGroups.includes(group) && !rule.apiGroups.includes('*')) return false;
  const full = subresource === null ? resource : `${resource}/${subresource}`;
  const resources = subresource === null ? ['*', full] : ['*', full, `*/${subresource}`];
  if (!rule.resources.some((allowed) => resources.includes(allowed))) return false;
  return rule.resourceNames.length === 0 || (name !== null && rule.resourceNames.includes(name));
}
