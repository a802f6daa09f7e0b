/**
 * What is left of a query for the events of some combinations, when what the combination decides is put in. Combinations
 * that answer every field condition alike have the same rest: there are few of those, however many combinations there are.
 */
import { eventFieldNames } from '@/lib/audit/event-fields';
import { leavesOf, negate, type QueryLeaf, type QueryNode } from './query-tree';
import { passingTerms, type TermColumns, type Truth, truthOf, UNKNOWN } from './query-truth';

/** Beyond it conditions stay in the rest: it is then larger than it had to be, and as exact. */
const MAX_RESIDUALS = 64;

export type Residuals = {
  /** By combination: FALSE, UNKNOWN or TRUE (query-truth.ts). */
  truth: Truth;
  /** What must hold of the events of undecided combinations. */
  nodes: QueryNode[];
  /** By combination: position in `nodes`; -1 where the combination decides. */
  position: Int32Array;
};

export function residualsOf(query: QueryNode, dictionary: TermColumns): Residuals {
  const truth = truthOf(query, dictionary);
  const position = new Int32Array(truth.length).fill(-1);
  let undecided = false;
  for (let c = 1; c < truth.length; c++) {
    if (truth[c] !== UNKNOWN) continue;
    position[c] = 0;
    undecided = true;
  }
  if (!undecided) return { truth, nodes: [], position };
  let nodes = [query];
  for (const leaf of leavesOf(query)) {
    if (leaf.kind !== 'field') continue;
    if (nodes.length * 2 > MAX_RESIDUALS) break;
    nodes = split(nodes, position, leaf, dictionary);
  }
  return { truth, nodes, position };
}

/** Each group of combinations in two: those for which the leaf holds, and the others. Empty ones are left out. */
function split(
  nodes: QueryNode[],
  position: Int32Array,
  leaf: QueryLeaf & { kind: 'field' },
  dictionary: TermColumns,
): QueryNode[] {
  const passes = passingTerms(leaf.field, leaf.values, dictionary);
  const terms = dictionary.columns[eventFieldNames.indexOf(leaf.field)] as Int32Array;
  const places = new Int32Array(nodes.length * 2).fill(-1);
  const after: QueryNode[] = [];
  for (let c = 1; c < position.length; c++) {
    const group = position[c] as number;
    if (group < 0) continue;
    const holds = passes[terms[c] as number] as number;
    const half = group * 2 + holds;
    if (places[half] === -1) {
      const rest = substitute(nodes[group] as QueryNode, leaf, holds === 1);
      // Undecided combinations have a rest by definition.
      places[half] = after.push(typeof rest === 'boolean' ? leaf : rest) - 1;
    }
    position[c] = places[half] as number;
  }
  return after;
}

/** The tree with a leaf decided. */
function substitute(node: QueryNode, leaf: QueryLeaf, holds: boolean): QueryNode | boolean {
  if (node === leaf) return holds;
  if (node.kind === 'not') {
    const inner = substitute(node.node, leaf, holds);
    return typeof inner === 'boolean' ? !inner : negate(inner);
  }
  if (node.kind !== 'and' && node.kind !== 'or') return node;
  const decides = node.kind === 'or';
  const rest: QueryNode[] = [];
  for (const child of node.nodes) {
    const part = substitute(child, leaf, holds);
    if (part === decides) return decides;
    if (typeof part !== 'boolean') rest.push(part);
  }
  if (rest.length === 0) return !decides;
  // Not `anyOf`: it would make new leaves of some, and those could not be found again.
  return rest.length === 1 ? (rest[0] as QueryNode) : { kind: node.kind, nodes: rest };
}
