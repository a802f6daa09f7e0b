/**
 * Filter and query are two views of one state. What must hold of a query is taken apart: conditions that a chip can say
 * become chips, the rest stays one expression. A filter is in its normal form when its expression has nothing left that a
 * chip could say; then text read back gives the same filter.
 */
import { eventFieldNames } from '@/lib/audit/event-fields';
import { printQuery } from '@/lib/query/print-query';
import { allOf, conjuncts, mapLeaves, negate, type QueryNode, type QueryValue } from '@/lib/query/query-tree';
import type { EventFilter, FieldCondition } from '@/lib/search/filter-state';

/** Most values of one side of one chip condition. */
const MAX_VALUES = 200;

/** The whole filter as text. */
export function printFilter(filter: EventFilter): string {
  return printQuery(queryOf(filter));
}

/** The whole filter as one tree; null for everything. */
export function queryOf(filter: EventFilter): QueryNode | null {
  const nodes: QueryNode[] = [];
  for (const field of eventFieldNames) {
    const { include = [], exclude = [] } = filter.conditions[field] ?? {};
    if (include.length > 0) nodes.push({ kind: 'field', field, values: include });
    if (exclude.length > 0) nodes.push(negate({ kind: 'field', field, values: exclude }));
  }
  if (filter.name !== null) nodes.push({ kind: 'name', values: [filter.name] });
  if (filter.auditID !== null) nodes.push({ kind: 'auditID', values: [filter.auditID] });
  if (filter.text !== null) nodes.push({ kind: 'text', text: filter.text });
  if (filter.time.from !== null) nodes.push({ kind: 'time', side: 'from', at: filter.time.from });
  if (filter.time.to !== null) nodes.push({ kind: 'time', side: 'to', at: filter.time.to });
  nodes.push(...conjuncts(filter.expression));
  return nodes.length === 0 ? null : allOf(nodes);
}

/** The filter with a query that must hold too. */
export function addQuery(filter: EventFilter, node: QueryNode | null): EventFilter {
  let next = filter;
  const rest: QueryNode[] = [...conjuncts(filter.expression)];
  for (const part of conjuncts(node)) {
    const added = addToChips(next, part);
    if (added) next = added;
    else rest.push(part);
  }
  return rest.length === 0 ? next : { ...next, expression: allOf(rest) };
}

/** The same filter with everything as chips that can be. */
export function normalFilter(filter: EventFilter): EventFilter {
  if (filter.expression === null) return filter;
  return addQuery({ ...filter, expression: null }, filter.expression);
}

/** The same filter with every time of its expression changed, as `freezeTime` needs it. */
export function withExpressionTimes(filter: EventFilter, change: (at: string) => string): EventFilter {
  if (filter.expression === null) return filter;
  const expression = mapLeaves(filter.expression, (leaf) =>
    leaf.kind === 'time' ? { ...leaf, at: change(leaf.at) } : leaf,
  );
  return { ...filter, expression };
}

/** Null where no chip can say it, or the chip says something else already. */
function addToChips(filter: EventFilter, node: QueryNode): EventFilter | null {
  switch (node.kind) {
    case 'field':
      return (filter.conditions[node.field]?.include.length ?? 0) > 0
        ? null
        : withValues(filter, node.field, 'include', node.values);
    case 'not':
      return node.node.kind === 'field' ? withValues(filter, node.node.field, 'exclude', node.node.values) : null;
    case 'name': {
      const [name] = node.values;
      return filter.name === null && node.values.length === 1 && name ? { ...filter, name } : null;
    }
    case 'auditID':
      return filter.auditID === null && node.values.length === 1 && node.values[0]
        ? { ...filter, auditID: node.values[0] }
        : null;
    case 'text':
      return filter.text === null ? { ...filter, text: node.text } : null;
    case 'time':
      return filter.time[node.side] === null ? { ...filter, time: { ...filter.time, [node.side]: node.at } } : null;
    default:
      return null;
  }
}

function withValues(
  filter: EventFilter,
  field: keyof EventFilter['conditions'],
  side: keyof FieldCondition,
  values: readonly QueryValue[],
): EventFilter | null {
  const condition = filter.conditions[field] ?? { include: [], exclude: [] };
  const merged = [...new Set([...condition[side], ...values])];
  if (merged.length > MAX_VALUES) return null;
  return { ...filter, conditions: { ...filter.conditions, [field]: { ...condition, [side]: merged } } };
}
