/**
 * Reads a query. Whatever is typed gives a tree or a problem with its place: nesting and length are bounded before the
 * parser, which is recursive, sees anything.
 */
import type { IToken } from 'chevrotain';
import { lowerQuery } from './lower-query';
import { QueryError, type QueryProblem, queryError } from './query-error';
import { queryParser } from './query-grammar';
import { MAX_QUERY_LENGTH } from './query-length';
import { LoneBackslash, Name, Open, OpenQuote, OpenSet, queryLexer } from './query-tokens';
import type { QueryNode } from './query-tree';

const MAX_DEPTH = 50;

/** `node` is null for a query without a condition: everything. */
export type ParsedQuery = { node: QueryNode | null; problem: null } | { node: null; problem: QueryProblem };

export function parseQuery(text: string): ParsedQuery {
  try {
    return { node: read(text), problem: null };
  } catch (error) {
    if (error instanceof QueryError) return { node: null, problem: error.problem };
    throw error;
  }
}

function read(text: string): QueryNode | null {
  if (text.length > MAX_QUERY_LENGTH) {
    throw queryError(
      MAX_QUERY_LENGTH,
      text.length - MAX_QUERY_LENGTH,
      `a query has at most ${MAX_QUERY_LENGTH} characters`,
    );
  }
  const { tokens, errors } = queryLexer.tokenize(text);
  const [unread] = errors;
  if (unread)
    throw queryError(
      unread.offset,
      unread.length,
      'this cannot be read here',
      expectedAfter(lastBefore(tokens, unread.offset)),
    );
  if (tokens.length === 0) return null;
  checkTokens(tokens);
  queryParser.input = tokens;
  const written = queryParser.query();
  const [problem] = queryParser.errors;
  if (problem) throw stoppedAt(problem.token, tokens, text);
  const node = lowerQuery(written);
  if (text.includes('\0') || JSON.stringify(node).includes('\\u0000')) {
    throw queryError(Math.max(0, text.indexOf('\0')), 1, 'a query has no NUL character');
  }
  return node;
}

function checkTokens(tokens: IToken[]): void {
  let depth = 0;
  for (const token of tokens) {
    if (token.tokenType === OpenQuote) {
      throw queryError(token.startOffset, token.image.length, 'this quote is not closed', ['a closing "']);
    }
    if (token.tokenType === LoneBackslash) {
      throw queryError(token.startOffset, 1, 'a backslash takes the character after it as itself; there is none', [
        'a character',
      ]);
    }
    if (token.image === '(') depth++;
    if (token.image === ')') depth--;
    if (depth > MAX_DEPTH) {
      throw queryError(token.startOffset, 1, `parentheses are nested deeper than ${MAX_DEPTH}`, ['fewer parentheses']);
    }
  }
}

/** Where the parser stopped, in words. */
function stoppedAt(token: IToken, tokens: IToken[], text: string): QueryError {
  const atEnd = Number.isNaN(token.startOffset) || token.image === '';
  const before = lastBefore(tokens, atEnd ? text.length : token.startOffset);
  const expected = expectedAfter(before, depthBefore(tokens, atEnd ? text.length : token.startOffset));
  const at = atEnd ? (before ? before.startOffset + before.image.length : 0) : token.startOffset;
  if (atEnd) return queryError(at, 0, 'the query ends where more was expected', expected);
  const afterName = before && isName(before);
  return queryError(
    at,
    token.image.length,
    afterName
      ? 'the value stands right after the colon, without a space'
      : `“${token.image.slice(0, 40)}” is not expected here`,
    expected,
  );
}

type Depth = { open: number; inSet: boolean };

function depthBefore(tokens: IToken[], offset: number): Depth {
  const stack: boolean[] = [];
  for (const token of tokens) {
    if (token.startOffset >= offset) break;
    if (token.image === '(') stack.push(token.tokenType === OpenSet || (stack[stack.length - 1] ?? false));
    if (token.image === ')') stack.pop();
  }
  return { open: stack.length, inSet: stack[stack.length - 1] ?? false };
}

function lastBefore(tokens: IToken[], offset: number): IToken | undefined {
  return tokens.findLast((token) => token.startOffset < offset);
}

function isName(token: IToken): boolean {
  return token.tokenType === Name || (token.tokenType.CATEGORIES ?? []).includes(Name);
}

/** What can follow a token; undefined is the beginning. */
function expectedAfter(before: IToken | undefined, { open, inSet }: Depth = { open: 0, inSet: false }): string[] {
  const value = ['a value', 'a text in quotes', 'missing'];
  const condition = ['a field such as user:', 'a text to find', '-', '('];
  const name = before?.tokenType.name ?? '';
  if (before && isName(before)) return [...value, '(', '>='];
  if (name === 'OpenSet' || name === 'Comma' || name === 'Compare') return value;
  const joins =
    name === '' ||
    name === 'And' ||
    name === 'Or' ||
    name === 'Not' ||
    before?.tokenType === Open ||
    name === 'OpenInSet';
  if (inSet) return joins ? value : ['OR', 'AND', ','].concat(open > 0 ? [')'] : []);
  if (joins) return condition;
  return ['AND', 'OR', ...condition.slice(0, 2), ...(open > 0 ? [')'] : [])];
}
