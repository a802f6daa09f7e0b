/**
 * The tokens of the query language. Three modes, because the same characters mean different things: outside of a value a
 * colon ends a name, within one it belongs to it (`user:system:node:a`), and in a list of values words join them. None of
 * the expressions can backtrack: each is one run of characters, or one quoted string.
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';
import { plainNames } from './query-words';

const define = (name: string, pattern: RegExp, words: { label: string }, more: object = {}): TokenType =>
  createToken({ name, pattern, label: words.label, ...more });

const END = '(?![^\\s()"])';
const spaces = { label: 'a space' };

const Space = define('Space', /\s+/, spaces, { group: Lexer.SKIPPED });
/** A space ends a value. */
const SpaceAfterValue = define('SpaceAfterValue', /\s+/, spaces, { group: Lexer.SKIPPED, pop_mode: true });

export const And = define('And', new RegExp(`(?:AND|&&)${END}`), { label: 'AND' });
export const Or = define('Or', new RegExp(`(?:OR|\\|\\|)${END}`), { label: 'OR' });
export const Not = define('Not', new RegExp(`NOT${END}|!(?=[^\\s=])|-(?=[^\\s])`), { label: 'NOT or -' });
export const Open = define('Open', /\(/, { label: '(' });
export const Close = define('Close', /\)/, { label: ')' });
const CloseAfterValue = define('CloseAfterValue', /\)/, { label: ')' }, { pop_mode: true, categories: Close });
const CloseSet = define('CloseSet', /\)/, { label: ')' }, { pop_mode: true, categories: Close });

/** `user:`; a path may be quoted where it has characters of its own (`annotations."a b":`, written whole in quotes). */
export const Name = define(
  'Name',
  /[A-Za-z_][\w.\-/[\]]*:|"(?:\\[\s\S]|[^"\\])*":/,
  { label: 'a field such as user:' },
  { push_mode: 'value', line_breaks: true },
);
const PATH =
  '(?:annotations|impersonatedUser|objectRef|requestObject|responseObject|responseStatus|user)\\.[\\w.\\-/]+';
/** `verb=get`, `user!=bob`: as in URLs and on command lines. */
export const NameEquals = define(
  'NameEquals',
  new RegExp(
    `(?:${plainNames.join('|')}|http-status-code|audit-id|api-group|source-ip|user-agent|field-manager|${PATH})!?=`,
    'i',
  ),
  { label: 'a field such as user:' },
  { push_mode: 'value', categories: Name },
);
/** `code>=400` */
export const NameCompared = define(
  'NameCompared',
  /(?:code|status|duration|latency|at|time)(?=[<>])/i,
  { label: 'a field such as user:' },
  { push_mode: 'value', categories: Name },
);

export const Compare = define('Compare', />=|<=|>|</, { label: '>=, <=, > or <' });
export const Comma = define('Comma', /,/, { label: ',' });
export const Quoted = define('Quoted', /"(?:\\[\s\S]|[^"\\])*"/, { label: 'a text in quotes' }, { line_breaks: true });
/** An opening quote without its end (with one it is Quoted, tried before): a token, so that the error can say so. */
export const OpenQuote = define(
  'OpenQuote',
  /"(?:\\[\s\S]|[^"\\])*\\?/,
  { label: 'a closing "' },
  { line_breaks: true },
);
/** A word outside of a value is text to be found. */
export const Text = define('Text', /(?:\\[\s\S]|[^\s()"\\])+/, { label: 'a text to find' }, { line_breaks: true });
export const Value = define('Value', /(?:\\[\s\S]|[^\s()",\\])+/, { label: 'a value' }, { line_breaks: true });
/** A backslash at the very end escapes nothing. */
export const LoneBackslash = define('LoneBackslash', /\\/, { label: 'a character after \\' });

/** The beginning of `user:(a OR b)`. */
export const OpenSet = define('OpenSet', /\(/, { label: '(' }, { pop_mode: true, push_mode: 'set' });
const OpenInSet = define('OpenInSet', /\(/, { label: '(' }, { push_mode: 'set', categories: Open });

export const queryTokens = {
  defaultMode: 'main',
  modes: {
    main: [Space, And, Or, Name, NameEquals, NameCompared, Not, Open, Close, Quoted, OpenQuote, Text, LoneBackslash],
    value: [SpaceAfterValue, OpenSet, CloseAfterValue, Comma, Compare, Quoted, OpenQuote, Value, LoneBackslash],
    set: [Space, And, Or, Not, OpenInSet, CloseSet, Comma, Compare, Quoted, OpenQuote, Value, LoneBackslash],
  },
};

export const queryLexer = new Lexer(queryTokens, { positionTracking: 'onlyOffset' });
