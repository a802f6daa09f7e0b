/** A tree as text that reads back as the same tree. */
import { compileNetwork } from '@/lib/search/ip-network';
import { parseNumberRange } from '@/lib/search/value-pattern';
import { printDuration, printRange, readNumber, readRange } from './number-range';
import { printPattern, printQuoted } from './query-text';
import { printTime } from './query-time';
import type { NumberRange, QueryLeaf, QueryNode, QueryValue } from './query-tree';
import { findSubject } from './query-words';

export function printQuery(node: QueryNode | null): string {
  return node === null ? '' : print(node);
}

function print(node: QueryNode): string {
  if (node.kind === 'and') return node.nodes.map(inParentheses).join(' ');
  if (node.kind === 'or') return node.nodes.map(inParentheses).join(' OR ');
  if (node.kind === 'not') return `-${inParentheses(node.node)}`;
  return printLeaf(node);
}

function inParentheses(node: QueryNode): string {
  return node.kind === 'and' || node.kind === 'or' ? `(${print(node)})` : print(node);
}

function printLeaf(leaf: QueryLeaf): string {
  switch (leaf.kind) {
    case 'field':
      return `${leaf.field}:${printValues(leaf.values, (value) => printFieldValue(leaf.field, value))}`;
    case 'name':
      return `name:${printValues(leaf.values, (value) => printPattern(value, isMissingWord))}`;
    case 'auditID':
      return `auditID:${printValues(leaf.values, (value) => printPattern(value.replace(/[\\*]/g, '\\$&'), isMissingWord))}`;
    case 'time':
      return `${leaf.side}:${printTime(leaf.at)}`;
    case 'text':
      return printQuoted(leaf.text);
    case 'duration':
      return `duration:${printValues(leaf.values, () => '', printDuration)}`;
    case 'path':
      return `${printPath(leaf.path)}:${printValues(leaf.values, (value) => printPathValue(leaf.path, value))}`;
  }
}

function printValues(
  values: readonly (QueryValue | NumberRange)[],
  printValue: (value: string) => string,
  printNumber: (value: number) => string = String,
): string {
  const printed = values.map((value) => {
    if (value === null) return 'missing';
    return typeof value === 'string' ? printValue(value) : printRange(value, printNumber);
  });
  return printed.length === 1 ? (printed[0] as string) : `(${printed.join(' OR ')})`;
}

const isMissingWord = (literal: string) => literal === 'missing';

function printFieldValue(field: string, value: string): string {
  if (field === 'code' && parseNumberRange(value) !== null) return value.replace(/^(\d+)-(\d+)$/, '$1..$2');
  if (field === 'code') return printPattern(value, (literal) => !/^\d+$/.test(literal));
  if (field === 'sourceIP') return printAddress(value);
  if (field !== 'resource') return printPattern(value, isMissingWord);
  // Unquoted, a dot or a slash divides a resource from its group or subresource.
  return printPattern(value, isMissingWord, './');
}

function printAddress(value: string): string {
  if (compileNetwork(value)) return value;
  return printPattern(value, isMissingWord, '/');
}

function printPathValue(path: string, value: string): string {
  if (path === 'sourceIPs') return printAddress(value);
  return printPattern(value, (literal) => isMissingWord(literal) || readRange(literal, readNumber) !== null);
}

function printPath(path: string): string {
  const subject = findSubject(path);
  const plain = /^[A-Za-z_][\w.\-/]*$/.test(path) && subject?.kind === 'path' && subject.path === path;
  return plain ? path : printQuoted(path);
}
