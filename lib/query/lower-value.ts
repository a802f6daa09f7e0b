/** One value of one field: what is written after the colon, by the kind of the field. Throws QueryError. */
import type { EventFieldName } from '@/lib/audit/event-fields';
import { compileNetwork } from '@/lib/search/ip-network';
import { parseTimeExpression } from '@/lib/search/time-range';
import { parseNumberRange } from '@/lib/search/value-pattern';
import { comparison, readDuration, readNumber, readRange } from './number-range';
import { queryError } from './query-error';
import type { WrittenValue } from './query-grammar';
import { patternOfParts, readQuoted, readWord } from './query-text';
import { readTimeSpan } from './query-time';
import { allOf, type QueryNode, type QueryValue } from './query-tree';
import { isWords, type Subject } from './query-words';

const MAX_VALUE_LENGTH = 2048;

type Lowered = { node: QueryNode; negated: boolean };

/** A value as it was typed, taken apart. */
type Typed = { compare: string | null; quoted: boolean; raw: string; parts: string[]; fail: Fail };
type Fail = (message: string, ...expected: string[]) => Error;

export function lowerValue(subject: Subject, { compare, token }: WrittenValue): Lowered {
  const quoted = token.image.startsWith('"');
  // `resource:-events` leaves out, as it does for `oc adm`.
  const negated = !quoted && compare === null && /^-[^\s]/.test(token.image);
  const raw = negated ? token.image.slice(1) : token.image;
  const fail: Fail = (message, ...expected) => queryError(token.startOffset, token.image.length, message, expected);
  if (raw.length > MAX_VALUE_LENGTH) throw fail(`a value has at most ${MAX_VALUE_LENGTH} characters`);
  const typed: Typed = {
    compare: compare?.image ?? null,
    quoted,
    raw,
    parts: quoted ? [readQuoted(raw)] : readWord(raw),
    fail,
  };
  return { node: nodeOf(subject, typed), negated };
}

function nodeOf(subject: Subject, typed: Typed): QueryNode {
  switch (subject.kind) {
    case 'field':
      return fieldNode(subject.field, typed);
    case 'path':
      return pathNode(subject.path, typed);
    case 'name':
      refuseComparison(typed);
      return { kind: 'name', values: [patternOf(typed)] };
    case 'auditID':
      return auditIDNode(typed);
    case 'text':
      refuseComparison(typed);
      if (typed.parts.length > 1) throw typed.fail('a text is found anywhere: it needs no star', 'a text in quotes');
      if (typed.parts[0] === '') throw typed.fail('the text is empty', 'a text to find');
      return { kind: 'text', text: typed.parts[0] as string };
    case 'fieldManager':
      return fieldManagerNode(typed);
    case 'is':
      return isNode(typed);
    case 'duration':
      return { kind: 'duration', values: [durationOf(typed)] };
    case 'from':
    case 'to':
    case 'at':
      return timeNode(subject.kind, typed);
    case 'by':
      throw typed.fail('nothing is grouped here');
  }
}

/** Null is “missing”. An empty value counts as missing in the index. */
function patternOf({ quoted, raw, parts }: Typed): QueryValue {
  if (!quoted && raw === 'missing') return null;
  return parts.length === 1 && parts[0] === '' ? null : patternOfParts(parts);
}

function refuseComparison({ compare, fail }: Typed): void {
  if (compare !== null) {
    throw fail('only code, duration, at and paths into bodies are compared', 'a value', 'a pattern with *', 'missing');
  }
}

function fieldNode(field: EventFieldName, typed: Typed): QueryNode {
  if (field === 'code') return { kind: 'field', field, values: [codeOf(typed)] };
  refuseComparison(typed);
  if (field === 'resource' && !typed.quoted) return resourceNode(typed);
  if (field === 'sourceIP') return { kind: 'field', field, values: [addressOf(typed)] };
  return { kind: 'field', field, values: [patternOf(typed)] };
}

function codeOf(typed: Typed): QueryValue {
  const { compare, raw, quoted, fail } = typed;
  const expected = ['a response code such as 403', '4xx', '400..499', '>=400', 'missing'];
  if (compare !== null) {
    if (!/^\d{1,9}$/.test(raw)) throw fail('a response code is a number', ...expected);
    return `${compare}${raw}`;
  }
  const range = raw.replace('..', '-');
  if (!quoted && parseNumberRange(range) !== null) return range;
  // A pattern may be any; it matches what it matches.
  if (!quoted && raw !== 'missing' && !/^\d+$/.test(raw) && typed.parts.length === 1) {
    throw fail('this is no response code', ...expected);
  }
  return patternOf(typed);
}

function addressOf(typed: Typed): QueryValue {
  const { quoted, raw, fail } = typed;
  if (quoted || !raw.includes('/')) return patternOf(typed);
  if (compileNetwork(raw)) return raw;
  if (/^[\da-f.:]+\//i.test(raw)) throw fail('this is no network', '10.0.0.0/8', '2001:db8::/32', '10.0.*');
  return patternOf(typed);
}

/** `pods/exec` is resource and subresource, `deployments.apps` resource and API group; either can have stars. */
function resourceNode(typed: Typed): QueryNode {
  const [resource, divider, rest] = divideResource(typed.raw);
  const values = [patternOf({ ...typed, raw: resource, parts: readWord(resource) })];
  const first: QueryNode = { kind: 'field', field: 'resource', values };
  if (divider === '' || (divider === '.' && rest === '*')) return first;
  const more = { ...typed, raw: rest, parts: readWord(rest) };
  if (divider === '.') {
    const [group, slash, subresource] = divideAt(rest, '/');
    const ofGroup: QueryNode = {
      kind: 'field',
      field: 'apiGroup',
      values: [patternOf({ ...typed, raw: group, parts: readWord(group) })],
    };
    const withGroup = group === '*' ? [first] : [first, ofGroup];
    if (slash === '') return allOf(withGroup);
    const below = patternOf({ ...typed, raw: subresource, parts: readWord(subresource) });
    return allOf([...withGroup, { kind: 'field', field: 'subresource', values: [below] }]);
  }
  return allOf([first, { kind: 'field', field: 'subresource', values: [patternOf(more)] }]);
}

function divideResource(raw: string): [string, string, string] {
  const bySlash = divideAt(raw, '/');
  const byDot = divideAt(raw, '.');
  return byDot[1] !== '' && byDot[0].length < bySlash[0].length ? byDot : bySlash;
}

/** At the first divider that no backslash stands before. */
function divideAt(raw: string, divider: string): [string, string, string] {
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] === '\\') i++;
    else if (raw[i] === divider) return [raw.slice(0, i), divider, raw.slice(i + 1)];
  }
  return [raw, '', ''];
}

function auditIDNode(typed: Typed): QueryNode {
  refuseComparison(typed);
  const { parts } = typed;
  const value = patternOf(typed);
  // The index has whole auditIDs only; a pattern is looked for in the events.
  if (value === null || parts.length > 1) return { kind: 'path', path: 'auditID', values: [value] };
  return { kind: 'auditID', values: [parts[0] as string] };
}

function pathNode(path: string, typed: Typed): QueryNode {
  const { compare, quoted, raw, fail } = typed;
  if (path === 'sourceIPs') {
    refuseComparison(typed);
    return { kind: 'path', path, values: [addressOf(typed)] };
  }
  if (compare !== null) {
    const bound = readNumber(raw);
    if (bound === null) throw fail('only numbers are compared', `${compare}3`);
    return { kind: 'path', path, values: [comparison(compare, bound)] };
  }
  const range = quoted ? null : readRange(raw, readNumber);
  if (range) return { kind: 'path', path, values: [range] };
  // In a body an empty string is a value.
  const value = quoted ? patternOfParts(typed.parts) : patternOf(typed);
  return { kind: 'path', path, values: [value] };
}

/** kubectl and controllers name their field manager in the query of the request. */
function fieldManagerNode(typed: Typed): QueryNode {
  refuseComparison(typed);
  const pattern = patternOf(typed);
  if (pattern === null) {
    const named = ['*?fieldManager=*', '*&fieldManager=*'];
    return { kind: 'not', node: { kind: 'path', path: 'requestURI', values: named } };
  }
  const values = ['?', '&'].flatMap((before) => [
    `*${before}fieldManager=${pattern}`,
    `*${before}fieldManager=${pattern}&*`,
  ]);
  return { kind: 'path', path: 'requestURI', values };
}

function isNode(typed: Typed): QueryNode {
  refuseComparison(typed);
  const word = typed.raw.toLowerCase();
  const node = Object.hasOwn(isWords, word) ? isWords[word] : undefined;
  if (!node) throw typed.fail('“is:” does not know this', ...Object.keys(isWords));
  return node;
}

function durationOf({ compare, raw, fail }: Typed) {
  const expected = ['>1s', '<=250ms', '10ms..2s'];
  if (compare !== null) {
    const bound = readDuration(raw);
    if (bound === null) throw fail('this is no duration: a number and us, ms, s, m or h', ...expected);
    return comparison(compare, bound);
  }
  const range = readRange(raw, readDuration);
  if (range === null) throw fail('a duration is compared or a range', ...expected);
  return range;
}

function timeNode(side: 'from' | 'to' | 'at', { compare, quoted, parts, raw, fail }: Typed): QueryNode {
  const text = quoted ? (parts[0] as string) : raw;
  const expected = ['2026-01-31', '2026-01-31T12:00:00Z', 'now-1h'];
  if (side === 'at') {
    const span = readTimeSpan(compare, text);
    if (span === null) throw fail('this is no time', '2026-01-31', '>=2026-01-31T12:00:00Z', '2026-01-01..2026-01-31');
    const nodes: QueryNode[] = [];
    if (span.from !== null) nodes.push({ kind: 'time', side: 'from', at: span.from });
    if (span.to !== null) nodes.push({ kind: 'time', side: 'to', at: span.to });
    return allOf(nodes);
  }
  const at = parseTimeExpression(text);
  if (compare !== null || at === null) throw fail('this is no time', ...expected);
  return { kind: 'time', side, at };
}
