/**
 * A condition in SQL that holds for every row that meets a query, as narrow as rows can tell: what only the event itself
 * says is taken for true.
 */
import { auditKey } from '@/lib/audit/event-identity';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import type { QueryLeaf, QueryNode } from '@/lib/query/query-tree';
import { likePattern } from '@/lib/search/like-pattern';

/** The condition, with its values bound by `bind`, which gives their placeholders. */
export type RowBound = (bind: (value: unknown) => string) => string;

/** Null where rows tell nothing. Times must be instants. */
export function rowBound(node: QueryNode, positive = true): RowBound | null {
  if (node.kind === 'not') return rowBound(node.node, !positive);
  if (node.kind === 'and' || node.kind === 'or') {
    const bounds = node.nodes.map((child) => rowBound(child, positive));
    const telling = bounds.filter((bound) => bound !== null);
    const needsAll = (node.kind === 'and') === positive;
    if (telling.length === 0 || (!needsAll && telling.length < bounds.length)) return null;
    return (bind) => `(${telling.map((bound) => bound(bind)).join(needsAll ? ' and ' : ' or ')})`;
  }
  const bound = leafBound(node);
  return bound === null || positive ? bound : (bind) => `not ${bound(bind)}`;
}

function leafBound(leaf: QueryLeaf): RowBound | null {
  switch (leaf.kind) {
    case 'name':
      return (bind) => {
        const parts = leaf.values.map((value) =>
          value === null ? 'name is null' : `coalesce(name like ${bind(likePattern(value))}, false)`,
        );
        return `(${parts.join(' or ')})`;
      };
    case 'auditID':
      return (bind) => `(audit_key = any(${bind(leaf.values.map((value) => auditKey(value).key))}::uuid[]))`;
    case 'time':
      return (bind) => `(at ${leaf.side === 'from' ? '>=' : '<'} ${bind(parseRfc3339(leaf.at) ?? 0)}::bigint)`;
    default:
      return null;
  }
}
