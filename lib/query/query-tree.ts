/**
 * A query as a tree: conditions joined by and, or and not. Trees are built by `allOf`, `anyOf` and `negate` only, which keep
 * them in one form (flat, nothing doubly negated, alternatives of one field in one leaf): printed and read again, a tree is
 * the same tree. Leaves say what they look at, because counts answer some of them and only the events themselves others.
 */
import type { EventFieldName } from '@/lib/audit/event-fields';

/** A value as in the URL (see value-pattern.ts), or null for "missing". */
export type QueryValue = string | null;

/** Inclusive or exclusive bounds; null = open. */
export type NumberRange = { min: number | null; max: number | null; minOpen: boolean; maxOpen: boolean };

/** A field of the dictionary has one of these values: decided by the combination alone. */
type FieldLeaf = { kind: 'field'; field: EventFieldName; values: QueryValue[] };
/** The object's name is one of these: decided by the row. */
type NameLeaf = { kind: 'name'; values: QueryValue[] };
/** One of these requests, by the whole auditID: decided by the row. */
type AuditIDLeaf = { kind: 'auditID'; values: string[] };
/** From or until a time (RFC 3339 or relative to now): decided by the row. */
type TimeLeaf = { kind: 'time'; side: 'from' | 'to'; at: string };
/** A string anywhere in the original: decided by the event's bytes. */
type TextLeaf = { kind: 'text'; text: string };
/** What stands at a dotted path of the event is one of these: decided by the event, parsed. */
export type PathLeaf = { kind: 'path'; path: string; values: (QueryValue | NumberRange)[] };
/** Microseconds from requestReceivedTimestamp to stageTimestamp: decided by the event, parsed. */
type DurationLeaf = { kind: 'duration'; values: NumberRange[] };

export type QueryLeaf = FieldLeaf | NameLeaf | AuditIDLeaf | TimeLeaf | TextLeaf | PathLeaf | DurationLeaf;

export type QueryNode =
  | QueryLeaf
  | { kind: 'and'; nodes: QueryNode[] }
  | { kind: 'or'; nodes: QueryNode[] }
  | { kind: 'not'; node: QueryNode };

/** All of them hold. Throws where there is none. */
export function allOf(nodes: readonly QueryNode[]): QueryNode {
  return join('and', nodes);
}

/** At least one of them holds; alternatives of the same field become one leaf. Throws where there is none. */
export function anyOf(nodes: readonly QueryNode[]): QueryNode {
  const flat = flatten('or', nodes);
  const merged: QueryNode[] = [];
  const places = new Map<string, number>();
  for (const node of flat) {
    const subject = subjectOf(node);
    const place = subject === null ? undefined : places.get(subject);
    if (place === undefined) {
      if (subject !== null) places.set(subject, merged.length);
      merged.push(node);
    } else {
      merged[place] = withValuesOf(merged[place] as QueryNode, node);
    }
  }
  return join('or', merged);
}

export function negate(node: QueryNode): QueryNode {
  return node.kind === 'not' ? node.node : { kind: 'not', node };
}

/** The conditions that must all hold, one by one; none for no query. */
export function conjuncts(node: QueryNode | null): readonly QueryNode[] {
  if (node === null) return [];
  return node.kind === 'and' ? node.nodes : [node];
}

export function leavesOf(node: QueryNode): QueryLeaf[] {
  if (node.kind === 'not') return leavesOf(node.node);
  if (node.kind === 'and' || node.kind === 'or') return node.nodes.flatMap(leavesOf);
  return [node];
}

/** The same tree with every leaf replaced. */
export function mapLeaves(node: QueryNode, change: (leaf: QueryLeaf) => QueryNode): QueryNode {
  if (node.kind === 'not') return negate(mapLeaves(node.node, change));
  if (node.kind === 'and') return allOf(node.nodes.map((child) => mapLeaves(child, change)));
  if (node.kind === 'or') return anyOf(node.nodes.map((child) => mapLeaves(child, change)));
  return change(node);
}

function flatten(kind: 'and' | 'or', nodes: readonly QueryNode[]): QueryNode[] {
  return nodes.flatMap((node) => (node.kind === kind ? node.nodes : [node]));
}

function join(kind: 'and' | 'or', nodes: readonly QueryNode[]): QueryNode {
  const flat = flatten(kind, nodes);
  const [first] = flat;
  if (!first) throw new RangeError(`a query needs at least one condition in “${kind}”`);
  return flat.length === 1 ? first : { kind, nodes: flat };
}

/** What a leaf with alternatives is about; null where leaves cannot be joined. */
function subjectOf(node: QueryNode): string | null {
  if (node.kind === 'field') return `field ${node.field}`;
  if (node.kind === 'path') return `path ${node.path}`;
  return node.kind === 'name' || node.kind === 'auditID' || node.kind === 'duration' ? node.kind : null;
}

function withValuesOf(a: QueryNode, b: QueryNode): QueryNode {
  if (!('values' in a) || !('values' in b)) return a;
  const seen = new Set(a.values.map((value) => JSON.stringify(value)));
  const more = b.values.filter((value) => !seen.has(JSON.stringify(value)));
  return { ...a, values: [...a.values, ...more] } as QueryNode;
}
