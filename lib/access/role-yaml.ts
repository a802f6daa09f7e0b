/**
 * Roles and bindings as YAML that kubectl takes. Every string stands in double quotes: a namespace named `on` or `0x1f` is
 * something else to YAML 1.1, which kubectl reads; and characters that some YAML takes for the end of a line are escaped, so
 * that no name from a log can end its own line. Namespaces that need the same share one ClusterRole, bound in each. Pure.
 */
import { createHash } from 'node:crypto';
import { Document } from 'yaml';
import type { ObservedRule } from '@/lib/access/observed-use';
import { serviceAccountOf } from '@/lib/access/rbac-object';
import { RBAC_GROUP } from '@/lib/access/rbac-reason';

export type RoleDocument = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
  [key: string]: unknown;
};

const API_VERSION = `${RBAC_GROUP}/v1`;

export type Subject = { kind: string; name: string; namespace?: string; apiGroup?: string };

export function subjectOf(user: string): Subject {
  const account = serviceAccountOf(user);
  if (account) return { kind: 'ServiceAccount', name: account.name, namespace: account.namespace };
  return { kind: 'User', name: user, apiGroup: RBAC_GROUP };
}

/** Roles and their bindings for one identity, in the order in which they have to be applied. */
export function roleDocuments(
  user: string,
  rules: readonly ObservedRule[],
  annotations: Record<string, string>,
): RoleDocument[] {
  const base = roleName(user);
  const subjects = [subjectOf(user)];
  const documents: RoleDocument[] = [];
  const shared = new Map<string, string[]>();
  for (const namespace of new Set(rules.map((rule) => rule.namespace))) {
    const own = JSON.stringify(rules.filter((rule) => rule.namespace === namespace).map(ruleBody));
    if (namespace === null) {
      documents.push(...pair('ClusterRole', base, null, own, annotations, subjects));
    } else {
      shared.set(own, [...(shared.get(own) ?? []), namespace]);
    }
  }
  let number = 0;
  for (const [own, namespaces] of shared) {
    const [first] = namespaces;
    if (namespaces.length === 1 && first !== undefined) {
      documents.push(...pair('Role', base, first, own, annotations, subjects));
      continue;
    }
    const name = `${base}-in-namespaces${number === 0 ? '' : `-${number + 1}`}`;
    number++;
    documents.push(role('ClusterRole', name, null, own, annotations));
    for (const namespace of namespaces) documents.push(binding('ClusterRole', name, namespace, subjects));
  }
  return documents;
}

/** `comment`: lines before it all. */
export function toYaml(documents: readonly RoleDocument[], comment: readonly string[]): string {
  const head = comment.map((line) => `# ${printable(line)}`).join('\n');
  const bodies = documents.map((content) =>
    new Document(content).toString({
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'PLAIN',
      lineWidth: 0,
      blockQuote: false,
    }),
  );
  return `${head}\n${bodies.map((body) => `---\n${escaped(body)}`).join('')}`;
}

function pair(
  kind: 'Role' | 'ClusterRole',
  name: string,
  namespace: string | null,
  rules: string,
  annotations: Record<string, string>,
  subjects: Subject[],
): RoleDocument[] {
  return [role(kind, name, namespace, rules, annotations), binding(kind, name, namespace, subjects)];
}

function role(
  kind: string,
  name: string,
  namespace: string | null,
  rules: string,
  annotations: Record<string, string>,
): RoleDocument {
  const place = namespace === null ? { name } : { name, namespace };
  return { apiVersion: API_VERSION, kind, metadata: { ...place, annotations }, rules: JSON.parse(rules) };
}

function binding(roleKind: string, name: string, namespace: string | null, subjects: Subject[]): RoleDocument {
  return {
    apiVersion: API_VERSION,
    kind: namespace === null ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: namespace === null ? { name } : { name, namespace },
    subjects: subjects.map((subject) => ({ ...subject })),
    roleRef: { apiGroup: RBAC_GROUP, kind: roleKind, name },
  };
}

function ruleBody({ verbs, apiGroup, resources, resourceNames, nonResourceURLs }: ObservedRule) {
  if (apiGroup === null) return { nonResourceURLs, verbs };
  return { apiGroups: [apiGroup], resources, ...(resourceNames.length > 0 ? { resourceNames } : {}), verbs };
}

/** A name that two identities never share: what a name cannot hold is replaced, and a part of the hash tells them apart. */
export function roleName(user: string): string {
  const account = serviceAccountOf(user);
  const readable = account ? `${account.namespace}-${account.name}` : user;
  const slug = readable
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 48)
    .replace(/[-.]+$/, '');
  return `observed-${slug === '' ? 'identity' : slug}-${createHash('sha256').update(user).digest('hex').slice(0, 6)}`;
}

/** What no line of a file should hold as it is: controls, other ends of lines, what is invisible, half a character. */
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}\u00a0]/gu;

function escaped(yaml: string): string {
  return yaml.replace(UNPRINTABLE, (char) => {
    const code = (char.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

function printable(line: string): string {
  return escaped(line.replace(/\n/g, '\\n'));
}
