/** What is being typed at a place of a query: the beginning of a condition, or a value of some field. */
import type { IToken } from 'chevrotain';
import { readQuoted, readWord } from './query-text';
import {
  And,
  Close,
  Comma,
  Compare,
  Name,
  Not,
  Open,
  OpenQuote,
  OpenSet,
  Or,
  Quoted,
  queryLexer,
  Text,
  Value,
} from './query-tokens';
import { findSubject, type Subject } from './query-words';

export type QueryPlace =
  | {
      kind: 'condition';
      /** What is replaced by a completion: from ≤ place < to. */
      from: number;
      to: number;
      typed: string;
      /** Whether a condition ends before it, so that AND and OR can stand here. */
      joins: boolean;
    }
  | {
      kind: 'value';
      from: number;
      to: number;
      typed: string;
      subject: Subject;
      /** The query without the condition that is typed: what a value's count is under. */
      rest: string;
    };

export function findPlace(text: string, caret: number): QueryPlace {
  const { tokens } = queryLexer.tokenize(text.slice(0, caret));
  const last = tokens[tokens.length - 1];
  const touches = last !== undefined && last.startOffset + last.image.length === caret;
  const name = last && touches ? nameOf(tokens) : null;
  const inSet = !touches && last ? openSetOf(tokens) : null;
  if (name || inSet) {
    const value = valuePlace(text, caret, tokens, (name ?? inSet) as IToken, touches);
    if (value) return value;
  }
  const isWord = touches && (last?.tokenType === Text || last?.tokenType === OpenQuote);
  const before = isWord ? tokens[tokens.length - 2] : last;
  const ahead = /^[\w.\-/]*:?/.exec(text.slice(caret))?.[0] ?? '';
  return {
    kind: 'condition',
    from: isWord ? (last as IToken).startOffset : caret,
    to: isWord ? caret + ahead.length : caret,
    typed: isWord ? (last as IToken).image : '',
    joins: before !== undefined && ![And, Or, Not, Open].some((type) => isA(before, type)) && !isA(before, OpenSet),
  };
}

function valuePlace(text: string, caret: number, tokens: IToken[], name: IToken, touches: boolean): QueryPlace | null {
  const subject = findSubject(name.image.replace(/!?=$|:$/, '').replace(/^"|"$/g, ''));
  if (subject === null) return null;
  const last = tokens[tokens.length - 1] as IToken;
  const isValue = touches && (last.tokenType === Value || last.tokenType === Quoted || last.tokenType === OpenQuote);
  const from = isValue ? last.startOffset : caret;
  const ahead = /^[^\s()",]*"?/.exec(text.slice(caret))?.[0] ?? '';
  const to = isValue || touches ? caret + ahead.length : caret;
  const before = tokens[tokens.indexOf(name) - 1];
  const start = before && isA(before, Not) ? before.startOffset : name.startOffset;
  return {
    kind: 'value',
    from,
    to,
    typed: isValue ? plainText(last) : '',
    subject,
    rest: `${text.slice(0, start)} ${text.slice(to)}`,
  };
}

/** The name that the value at the end belongs to; null where the end is no value of one. */
function nameOf(tokens: IToken[]): IToken | null {
  let i = tokens.length - 1;
  const last = tokens[i] as IToken;
  if (isA(last, Name)) return last;
  const inSet = openSetOf(tokens);
  if (inSet && !isA(last, Close)) return inSet;
  // A list: value, comma, value … back to the name.
  while (i >= 0 && [Value, Quoted, OpenQuote, Comma, Compare].some((type) => isA(tokens[i] as IToken, type))) i--;
  const before = tokens[i];
  return before && i < tokens.length - 1 && isA(before, Name) ? before : null;
}

/** The name whose set of values is open at the end. */
function openSetOf(tokens: IToken[]): IToken | null {
  const open: (IToken | null)[] = [];
  tokens.forEach((token, i) => {
    if (token.tokenType === OpenSet) open.push(tokens[i - 1] ?? null);
    else if (isA(token, Open)) open.push(open[open.length - 1] ?? null);
    else if (isA(token, Close)) open.pop();
  });
  return open[open.length - 1] ?? null;
}

function plainText({ image, tokenType }: IToken): string {
  if (tokenType === Quoted) return readQuoted(image);
  if (tokenType === OpenQuote) return readQuoted(`${image}"`);
  return readWord(image).join('').replace(/^-/, '');
}

function isA(token: IToken, type: typeof Name): boolean {
  return token.tokenType === type || (token.tokenType.CATEGORIES ?? []).includes(type);
}
