/**
 * A query against single events. Cheap conditions are asked first; the event is taken out of its block and parsed only
 * when nothing else has decided. What a block's bytes do not contain, none of its events does.
 */
import { eventFieldNames } from '@/lib/audit/event-fields';
import { auditKey } from '@/lib/audit/event-identity';
import { type Microseconds, parseRfc3339 } from '@/lib/audit/microseconds';
import { readStoredEvent } from '@/lib/audit/sources/stored-event';
import { compilePattern } from '@/lib/search/value-pattern';
import { isInRange } from './number-range';
import { compilePath, lettersOf } from './path-values';
import type { QueryLeaf, QueryNode } from './query-tree';
import { passingTerms, type TermColumns } from './query-truth';
import { textSpellings } from './text-spellings';

/** The columns of an event's row that queries look at. */
export type QueryRow = { combination: number; at: Microseconds; name: string | null; auditKey: string };

/** One event's bytes, parsed once for all that ask. */
export class EventOriginal {
  private parsed: object | null | undefined;

  constructor(readonly bytes: Buffer) {}

  get event(): object | null {
    if (this.parsed === undefined) this.parsed = readStoredEvent(this.bytes.toString('utf8'))?.event ?? null;
    return this.parsed;
  }
}

/** `original` is not asked for where the row decides. */
export type RowTest = (row: QueryRow, original: () => EventOriginal) => boolean;

/** How strings in the block that is looked at say that a leaf cannot hold in it. */
type Needle = { strings: Buffer[]; absent: boolean };

export type RowMatcher = {
  /** The queries, in the order given. */
  tests: RowTest[];
  /**
   * Whether an event of a block can meet one of the queries, by which strings the block may hold; call it before the tests of
   * its events.
   */
  enterBlock(mayHold: (string: Buffer) => boolean): boolean;
};

/** Times of the queries must be instants. */
export function compileRowMatcher(nodes: readonly QueryNode[], dictionary: TermColumns): RowMatcher {
  const needles: Needle[] = [];
  const compiled = nodes.map((node) => compileNode(node));

  type Compiled = { test: RowTest; cost: number; possible: () => boolean; certain: () => boolean };

  function compileNode(node: QueryNode): Compiled {
    if (node.kind === 'not') {
      const { test, cost, possible, certain } = compileNode(node.node);
      return {
        test: (row, original) => !test(row, original),
        cost,
        possible: () => !certain(),
        certain: () => !possible(),
      };
    }
    if (node.kind === 'and' || node.kind === 'or') {
      const parts = node.nodes.map(compileNode).sort((a, b) => a.cost - b.cost);
      const tests = parts.map((part) => part.test);
      const cost = Math.max(...parts.map((part) => part.cost));
      return node.kind === 'and'
        ? {
            test: (row, original) => tests.every((test) => test(row, original)),
            cost,
            possible: () => parts.every((part) => part.possible()),
            certain: () => parts.every((part) => part.certain()),
          }
        : {
            test: (row, original) => tests.some((test) => test(row, original)),
            cost,
            possible: () => parts.some((part) => part.possible()),
            certain: () => parts.some((part) => part.certain()),
          };
    }
    return compileLeaf(node);
  }

  function compileLeaf(leaf: QueryLeaf): Compiled {
    const strings = needleOf(leaf);
    const never = () => false;
    if (strings === null) return { ...testOf(leaf), possible: () => true, certain: never };
    const needle: Needle = { strings, absent: false };
    needles.push(needle);
    const { test, cost } = testOf(leaf);
    return {
      test: (row, original) => !needle.absent && test(row, original),
      cost,
      possible: () => !needle.absent,
      certain: never,
    };
  }

  function testOf(leaf: QueryLeaf): { test: RowTest; cost: number } {
    switch (leaf.kind) {
      case 'field': {
        const passes = passingTerms(leaf.field, leaf.values, dictionary);
        const terms = dictionary.columns[eventFieldNames.indexOf(leaf.field)] as Int32Array;
        return { cost: 0, test: ({ combination }) => passes[terms[combination] as number] === 1 };
      }
      case 'time': {
        const at = parseRfc3339(leaf.at) ?? 0;
        return { cost: 0, test: leaf.side === 'from' ? (row) => row.at >= at : (row) => row.at < at };
      }
      case 'name': {
        const missing = leaf.values.includes(null);
        const matchers = leaf.values.filter((value) => value !== null).map((value) => compilePattern(value, 'text'));
        return {
          cost: 1,
          test: ({ name }) => (name === null ? missing : matchers.some((matches) => matches(name))),
        };
      }
      case 'auditID': {
        const keys = new Set(leaf.values.map((value) => auditKey(value).key.replaceAll('-', '')));
        return { cost: 1, test: (row) => keys.has(row.auditKey.replaceAll('-', '')) };
      }
      case 'text': {
        const spellings = textSpellings(leaf.text);
        return {
          cost: 2,
          test: (_, original) => {
            const { bytes } = original();
            return spellings.some((spelling) => bytes.includes(spelling));
          },
        };
      }
      case 'path': {
        const matches = compilePath(leaf);
        const strings = needleOf(leaf);
        return {
          cost: 3,
          test: (_, original) => {
            const event = original();
            if (strings && !strings.some((string) => event.bytes.includes(string))) return false;
            return matches(event.event);
          },
        };
      }
      case 'duration':
        return {
          cost: 3,
          test: (_, original) => {
            const duration = durationOf(original().event);
            return duration !== null && leaf.values.some((range) => isInRange(duration, range));
          },
        };
    }
  }

  return {
    tests: compiled.map(({ test }) => test),
    enterBlock(mayHold) {
      for (const needle of needles) needle.absent = !needle.strings.some(mayHold);
      return compiled.some(({ possible }) => possible());
    },
  };
}

/** JSON may write letters by their numbers; then nothing can be said without parsing. */
const LETTERS_BY_NUMBER = ['\\u004', '\\u005', '\\u006', '\\u007'].map((text) => Buffer.from(text));

/** Strings of which an event must contain one for the leaf to hold; null where there are none. */
function needleOf(leaf: QueryLeaf): Buffer[] | null {
  if (leaf.kind === 'text') return textSpellings(leaf.text);
  const letters = leaf.kind === 'path' ? lettersOf(leaf) : null;
  return letters === null ? null : [...letters.map((text) => Buffer.from(text)), ...LETTERS_BY_NUMBER];
}

/** Whether a query looks at more than rows have. */
export function needsOriginal(leaf: QueryLeaf): boolean {
  return leaf.kind === 'text' || leaf.kind === 'path' || leaf.kind === 'duration';
}

function durationOf(event: object | null): Microseconds | null {
  if (event === null) return null;
  const from = timeAt(event, 'requestReceivedTimestamp');
  const to = timeAt(event, 'stageTimestamp');
  return from === null || to === null ? null : to - from;
}

function timeAt(event: object, member: string): Microseconds | null {
  const value: unknown = Reflect.get(event, member);
  return typeof value === 'string' ? parseRfc3339(value) : null;
}
