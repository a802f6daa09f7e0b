/**
 * A report with pseudonyms: in the fields of users and addresses, in the conditions on them in queries, and wherever else one
 * of these values stands in a text (an object's name, a user agent). What somebody wrote into an event in other words stays.
 */
import { parseQuery } from '@/lib/query/parse-query';
import { printQuery } from '@/lib/query/print-query';
import { mapLeaves, type QueryLeaf, type QueryNode } from '@/lib/query/query-tree';
import { addressPseudonym, userPseudonym } from '@/lib/reports/pseudonyms';
import type { ReportData } from '@/lib/reports/report-data';
import { escapeValue, literalOf } from '@/lib/search/value-pattern';

/** Shorter ones occur in words by chance. */
const SHORTEST_IN_TEXT = 3;
/** Fields of the report that are text of the query language. */
const QUERIES = new Set(['query', 'furtherQuery']);
/** Fields that hold no text of an event. */
const KEPT = new Set([
  'type',
  'product',
  'digest',
  'seed',
  'draw',
  'root',
  'log',
  'madeAt',
  'at',
  'from',
  'to',
  'start',
  'verdict',
  'how',
  'field',
  'fields',
  'id',
  'auditID',
  'narrowing',
]);

export function pseudonymise(report: ReportData, key: Buffer): ReportData {
  const names = namesIn(report, key);
  const replace = replacerOf(names);
  const inQuery = (text: string) => queryWith(text, (leaf) => leafWith(leaf, key, replace));
  const walk = (value: unknown, name: string): unknown => {
    if (typeof value === 'string') return KEPT.has(name) ? value : QUERIES.has(name) ? inQuery(value) : replace(value);
    if (Array.isArray(value)) return value.map((item) => walk(item, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, walk(inner, member)]));
  };
  const { signOffs, ...rest } = report;
  const walked = walk(withoutPeople(rest), '') as Omit<ReportData, 'signOffs'>;
  // A reviewer signs with a name.
  return { ...walked, pseudonyms: true, signOffs };
}

/** Who changed and exported what here are people too, named in texts of any form: only their number stays. */
function withoutPeople(report: Omit<ReportData, 'signOffs'>): Omit<ReportData, 'signOffs'> {
  const facts = report.facts.map(({ title, rows }) => ({ title, rows: rows.filter(({ people }) => !people) }));
  return { ...report, facts };
}

/** Every user and address of the report with its pseudonym. */
function namesIn(report: ReportData, key: Buffer): Map<string, string> {
  const names = new Map<string, string>();
  const addUser = (user: string | null) => user !== null && names.set(user, userPseudonym(key, user));
  const addAddress = (address: string | null) => address !== null && names.set(address, addressPseudonym(key, address));
  const add = (field: string, value: string | null) => {
    if (field === 'user' || field === 'impersonatedUser') addUser(value);
    if (field === 'sourceIP') addAddress(value);
  };
  const events = [...report.checks.flatMap((check) => check.listed), ...(report.listed ?? []), ...report.sample.events];
  for (const { user, impersonatedUser, sourceIP } of events) {
    addUser(user);
    addUser(impersonatedUser);
    addAddress(sourceIP);
  }
  for (const { fields, rows } of report.tables) {
    for (const { values } of rows) {
      for (const [n, field] of fields.entries()) add(field, values[n] ?? null);
    }
  }
  for (const query of [report.population.query, report.scope.furtherQuery]) {
    queryWith(query, (leaf) => {
      if (leaf.kind === 'field') for (const value of leaf.values) if (value !== null) add(leaf.field, literalOf(value));
      return leaf;
    });
  }
  return names;
}

function replacerOf(names: Map<string, string>): (text: string) => string {
  const searched = [...names.keys()]
    .filter((name) => name.length >= SHORTEST_IN_TEXT)
    .sort((a, b) => b.length - a.length);
  const alternatives = searched.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const pattern =
    alternatives === '' ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, 'gu');
  return (text) => names.get(text) ?? (pattern ? text.replace(pattern, (name) => names.get(name) ?? name) : text);
}

/** A query that was printed is always one that can be read. */
function queryWith(text: string, change: (leaf: QueryLeaf) => QueryNode): string {
  const { node, problem } = parseQuery(text);
  return problem || node === null ? text : printQuery(mapLeaves(node, change));
}

function leafWith(leaf: QueryLeaf, key: Buffer, replace: (text: string) => string): QueryNode {
  if (leaf.kind === 'text') return { ...leaf, text: replace(leaf.text) };
  if (leaf.kind === 'name') {
    return { ...leaf, values: leaf.values.map((value) => (value === null ? null : replace(value))) };
  }
  if (leaf.kind === 'path') {
    return { ...leaf, values: leaf.values.map((value) => (typeof value === 'string' ? replace(value) : value)) };
  }
  if (leaf.kind !== 'field') return leaf;
  const { field } = leaf;
  if (field !== 'user' && field !== 'impersonatedUser' && field !== 'sourceIP') {
    return { ...leaf, values: leaf.values.map((value) => (value === null ? null : replace(value))) };
  }
  const pseudonym = (value: string) => {
    const literal = literalOf(value);
    // Part of a name tells of whom it is; what all of Kubernetes' own names begin with does not.
    if (literal === null && /^(?:system:[\w:-]*)?\*$/.test(value)) return value;
    const known = literal ?? value;
    return escapeValue(field === 'sourceIP' ? addressPseudonym(key, known) : userPseudonym(key, known));
  };
  return { ...leaf, values: leaf.values.map((value) => (value === null ? null : pseudonym(value))) };
}
