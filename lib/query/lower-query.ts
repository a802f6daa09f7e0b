/** From what was written to what it means. Throws QueryError at the place that means nothing. */
import type { IToken } from 'chevrotain';
import { lowerValue } from './lower-value';
import { queryError } from './query-error';
import type { Written, WrittenSet, WrittenValue } from './query-grammar';
import { readQuoted, readWord } from './query-text';
import { allOf, anyOf, negate, type QueryNode } from './query-tree';
import { findSubject, flagWords, isWords, nearestName, type Subject } from './query-words';

/** More would make every question about the events slow. */
const MAX_LEAVES = 500;

export function lowerQuery(written: Written): QueryNode {
  let leaves = 0;

  function count(token: IToken): void {
    if (++leaves > MAX_LEAVES) {
      throw queryError(token.startOffset, token.image.length, `a query has at most ${MAX_LEAVES} values`, []);
    }
  }

  function lower(part: Written): QueryNode {
    switch (part.kind) {
      case 'and':
        return allOf(part.parts.map(lower));
      case 'or':
        return anyOf(part.parts.map(lower));
      case 'not':
        return negate(lower(part.part));
      case 'text':
        count(part.token);
        return lowerText(part.token);
      case 'condition': {
        const { subject, negated } = readName(part.name);
        const node = part.set
          ? lowerSet(subject, part.set)
          : lowerList(part.list.map((value) => lowerOne(subject, value)));
        return negated ? negate(node) : node;
      }
    }
  }

  function lowerSet(subject: Subject, set: WrittenSet): QueryNode {
    switch (set.kind) {
      case 'and':
        return allOf(set.parts.map((part) => lowerSet(subject, part)));
      case 'or':
        return anyOf(set.parts.map((part) => lowerSet(subject, part)));
      case 'not':
        return negate(lowerSet(subject, set.part));
      case 'value': {
        const { node, negated } = lowerOne(subject, set.value);
        return negated ? negate(node) : node;
      }
    }
  }

  function lowerOne(subject: Subject, value: WrittenValue): { node: QueryNode; negated: boolean } {
    count(value.token);
    return lowerValue(subject, value);
  }

  return lower(written);
}

/** `a,b,-c`: one of the first and none of the others, as lists are read elsewhere. */
function lowerList(values: { node: QueryNode; negated: boolean }[]): QueryNode {
  const wanted = values.filter((value) => !value.negated).map((value) => value.node);
  const unwanted = values.filter((value) => value.negated).map((value) => value.node);
  return allOf([
    ...(wanted.length > 0 ? [anyOf(wanted)] : []),
    ...(unwanted.length > 0 ? [negate(anyOf(unwanted))] : []),
  ]);
}

function lowerText(token: IToken): QueryNode {
  if (token.image.startsWith('"')) return textLeaf(token, readQuoted(token.image));
  const flag = flagWords.get(token.image.replace(/^-+/, '').toLowerCase());
  if (flag) return isWords[flag] as QueryNode;
  const parts = readWord(token.image);
  if (parts.length > 1) {
    throw queryError(
      token.startOffset,
      token.image.length,
      'a text is found anywhere in an event: it needs no star. Put it in quotes to look for the star itself',
      ['a text without *', 'a field such as user:'],
    );
  }
  return textLeaf(token, parts[0] as string);
}

function textLeaf(token: IToken, text: string): QueryNode {
  if (text === '') throw queryError(token.startOffset, token.image.length, 'the text is empty', ['a text to find']);
  return { kind: 'text', text };
}

function readName(token: IToken): { subject: Subject; negated: boolean } {
  const { image, startOffset } = token;
  const negated = image.endsWith('!=');
  const written = image.replace(/!?=$|:$/, '');
  const quoted = written.startsWith('"');
  const name = quoted ? readQuoted(written) : written;
  if (!quoted && /[[\]]/.test(name)) {
    throw queryError(startOffset, written.length, 'arrays are looked through: leave out [ and ]', [
      name.replace(/\[[^\]]*\]?/g, ''),
    ]);
  }
  const subject = findSubject(name);
  if (subject?.kind === 'by') {
    throw queryError(
      startOffset,
      written.length,
      'nothing is grouped here: every facet counts by its field already. Who did it is user:',
      ['user:'],
    );
  }
  // A name in quotes is a path as it stands, whatever else it is called.
  if (subject !== null) return { subject: quoted ? { kind: 'path', path: name } : subject, negated };
  const near = nearestName(name);
  throw queryError(
    startOffset,
    written.length,
    `there is no field “${name.slice(0, 80)}”${near === null ? '' : `; did you mean ${near}:?`} A text with a colon goes in quotes`,
    near === null ? ['a field such as user:', 'a text in quotes'] : [`${near}:`, 'a text in quotes'],
  );
}
