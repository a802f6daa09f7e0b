/**
 * Which values of an event, or of another JSON document, are secret: the rules of docs/redaction.md. One pass over the nodes
 * in the order of the text; what a container means for its children (`role`) is decided when it is met.
 */
import { decodeString, type JsonNode } from '@/lib/audit/redaction/json-tape';
import { isSecretName, isSecretVariable } from '@/lib/audit/redaction/secret-name';

export type FoundSecret = { node: number; whole: boolean };

/** What a value is by its place. */
type Role =
  | 'plain'
  /** A Secret, or a patch of one. */
  | 'secret'
  /** A list of Secrets, or a JSON patch of one. */
  | 'secrets'
  | 'secretMetadata'
  | 'secretAnnotations'
  /** `data` and `stringData`: each value in it is secret. */
  | 'secretData'
  /** Secret as a whole, whatever it is. */
  | 'value'
  /** Under a secret name: texts and numbers are secret, an object only speaks of one. */
  | 'named';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Nodes that are secret as a whole (`whole`), and texts that have to be looked into. */
export function findSecrets(text: string, nodes: readonly JsonNode[]): FoundSecret[] {
  const found: FoundSecret[] = [];
  const roles: Role[] = new Array(nodes.length);
  /** Values whose role something beside them decides, such as the `name` beside a `value`. */
  const beside = new Map<number, Role>();
  const aboutSecrets = nodes.length > 0 && isAboutSecrets(text, nodes);
  for (let i = 0; i < nodes.length; ) {
    const node = nodes[i] as JsonNode;
    let role =
      beside.get(i) ?? roleOf(node, node.parent < 0 ? null : (roles[node.parent] as Role), nodes, aboutSecrets);
    if (node.kind === 'object') {
      if (role === 'named') role = 'plain';
      if (isSecretKind(text, nodes, i)) role = 'secret';
      lookBeside(text, nodes, i, role, beside);
    }
    roles[i] = role;
    if (isWholeSecret(text, node, role)) {
      found.push({ node: i, whole: true });
      i = node.next;
      continue;
    }
    if (node.kind === 'string') found.push({ node: i, whole: false });
    i++;
  }
  return found;
}

function isWholeSecret(text: string, node: JsonNode, role: Role): boolean {
  if (role !== 'value' && role !== 'named') return false;
  if (node.kind === 'object') return role === 'value' && node.next > 0 && !isEmpty(text, node);
  if (node.kind === 'array') return role === 'value' && !isEmpty(text, node);
  if (node.kind === 'string') return !isEmpty(text, node);
  const first = text.charCodeAt(node.start);
  // null says that nothing is there; true and false are secret only where everything is.
  if (first === 110) return false;
  return role === 'value' || !(first === 116 || first === 102);
}

/** `""`, `{}`, `[]`: nothing to hide, and worth knowing. */
function isEmpty(text: string, node: JsonNode): boolean {
  return (
    node.end - node.start === 2 || (node.kind !== 'string' && text.slice(node.start + 1, node.end - 1).trim() === '')
  );
}

function roleOf(node: JsonNode, parent: Role | null, nodes: readonly JsonNode[], aboutSecrets: boolean): Role {
  if (parent === null) return 'plain';
  if (typeof node.key === 'number') {
    if (parent === 'secrets') return 'secret';
    return parent === 'value' || parent === 'named' || parent === 'secretData'
      ? parent === 'named'
        ? 'named'
        : 'value'
      : 'plain';
  }
  if (parent === 'plain') {
    if (aboutSecrets && isBody(node, nodes)) return node.kind === 'array' ? 'secrets' : 'secret';
    return isSecretName(node.key) ? 'named' : 'plain';
  }
  return childRole(parent, node.key, node.kind);
}

/** The role of what stands under a key, also for the path of a JSON patch. */
function childRole(parent: Role, key: string, kind: JsonNode['kind']): Role {
  switch (parent) {
    case 'secret':
      switch (key.toLowerCase()) {
        case 'data':
        case 'stringdata':
          return kind === 'object' ? 'secretData' : 'value';
        case 'metadata':
          return 'secretMetadata';
        case 'items':
        case 'rows':
          return 'secrets';
        case 'object':
          return 'secret';
      }
      return isSecretName(key) ? 'named' : 'plain';
    case 'secretMetadata':
      return key === 'annotations' ? 'secretAnnotations' : 'plain';
    case 'secretAnnotations':
      return key === LAST_APPLIED || isSecretName(key) ? 'value' : 'plain';
    case 'secretData':
    case 'value':
      return 'value';
    default:
      return isSecretName(key) ? 'named' : 'plain';
  }
}

/** requestObject and responseObject; `request` and `response` of a cloud's own shape. */
function isBody(node: JsonNode, nodes: readonly JsonNode[]): boolean {
  const parent = nodes[node.parent] as JsonNode;
  if (parent.parent < 0) return node.key === 'requestObject' || node.key === 'responseObject';
  return parent.key === 'protoPayload' && (node.key === 'request' || node.key === 'response');
}

function* children(nodes: readonly JsonNode[], container: number): Generator<[number, JsonNode]> {
  const end = (nodes[container] as JsonNode).next;
  for (let i = container + 1; i < end; i = (nodes[i] as JsonNode).next) yield [i, nodes[i] as JsonNode];
}

function stringOf(text: string, node: JsonNode): string | null {
  return node.kind === 'string' ? decodeString(text.slice(node.start, node.end)) : null;
}

function isSecretKind(text: string, nodes: readonly JsonNode[], object: number): boolean {
  for (const [, child] of children(nodes, object)) {
    if (child.key !== 'kind' && child.key !== '@type') continue;
    const kind = stringOf(text, child);
    if (kind !== null && /^(?:.*\.)?Secret(?:List)?$/.test(kind.slice(0, 200))) return true;
  }
  return false;
}

const SECRETS_PATH = /\/secrets(?:[/?]|$)/;

/** Whether the request was about Secrets, whatever its bodies say that they are. */
function isAboutSecrets(text: string, nodes: readonly JsonNode[]): boolean {
  for (const [i, child] of children(nodes, 0)) {
    if (child.key === 'requestURI' && SECRETS_PATH.test(stringOf(text, child) ?? '')) return true;
    if (child.key === 'objectRef') {
      for (const [, part] of children(nodes, i))
        if (part.key === 'resource' && stringOf(text, part) === 'secrets') return true;
    }
    if (child.key === 'protoPayload') {
      for (const [, part] of children(nodes, i)) {
        if (part.key === 'resourceName' && `/${stringOf(text, part) ?? ''}`.includes('/secrets')) return true;
      }
    }
  }
  return false;
}

/** Name beside value, and the path beside the value of a JSON patch's operation. */
function lookBeside(
  text: string,
  nodes: readonly JsonNode[],
  object: number,
  role: Role,
  beside: Map<number, Role>,
): void {
  let named = false;
  const paths: string[] = [];
  const values: number[] = [];
  for (const [i, child] of children(nodes, object)) {
    if (child.key === 'value') values.push(i);
    else if (child.key === 'name') named ||= isSecretVariable(stringOf(text, child) ?? '');
    else if (child.key === 'path') paths.push(stringOf(text, child) ?? '');
  }
  for (const i of values) {
    const kind = (nodes[i] as JsonNode).kind;
    if (named) beside.set(i, 'named');
    for (const path of paths) {
      const touched = roleAtPath(path, role === 'secret' ? 'secret' : 'plain', kind);
      if (touched !== 'plain') beside.set(i, touched);
    }
  }
}

/** What a JSON pointer leads to, from a document of this role. */
function roleAtPath(pointer: string, document: Role, kind: JsonNode['kind']): Role {
  let role = document;
  const keys = pointer.split('/').slice(1, 64);
  for (let i = 0; i < keys.length; i++) {
    const key = (keys[i] as string).replaceAll('~1', '/').replaceAll('~0', '~');
    role = childRole(role, key, i < keys.length - 1 ? 'object' : kind);
  }
  return role;
}
