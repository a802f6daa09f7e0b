/**
 * The difference of two states as people read Kubernetes objects: YAML with sorted keys, line by line, in hunks. The lines
 * are compared by the library `diff`, which gives up beyond a number of edits, since its time grows with their square.
 */
import { structuredPatch } from 'diff';
import { stringify } from 'yaml';
import type { DiffLine, ObjectDiff } from '@/lib/objects/history-answers';
import { withoutBookkeeping } from '@/lib/objects/without-bookkeeping';

const MAX_EDITS = 1500;
/** YAML beyond this is not compared: an audit event is cut at 1.5 MB or so by most ways that it takes. */
const MAX_CHARACTERS = 4_000_000;

type Options = { context: number; bookkeeping: boolean };

/** A state that is not there (before a create, after a delete) is null. */
export function diffStates(
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
  { context, bookkeeping }: Options,
): ObjectDiff {
  const [old, now] = [before, after].map((state) => (state === null ? '' : toYaml(state, bookkeeping))) as [
    string,
    string,
  ];
  const none: ObjectDiff = { hunks: [], added: 0, removed: 0, tooDifferent: true };
  if (old.length + now.length > MAX_CHARACTERS) return none;
  const patch = structuredPatch('', '', old, now, '', '', { context, maxEditLength: MAX_EDITS });
  if (!patch) return none;
  const hunks = patch.hunks.map(({ oldStart, newStart, lines }) => ({
    oldStart,
    newStart,
    lines: lines.flatMap(readLine),
  }));
  const all = hunks.flatMap((hunk) => hunk.lines);
  return {
    hunks,
    added: all.filter((line) => line.kind === 'added').length,
    removed: all.filter((line) => line.kind === 'removed').length,
    tooDifferent: false,
  };
}

function toYaml(state: Record<string, unknown>, bookkeeping: boolean): string {
  // Long strings stay on one line, and nothing is written as an anchor: equal parts are a coincidence here.
  return stringify(bookkeeping ? state : withoutBookkeeping(state), {
    sortMapEntries: true,
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}

function readLine(line: string): DiffLine[] {
  const text = line.slice(1);
  if (line.startsWith('+')) return [{ kind: 'added', text }];
  if (line.startsWith('-')) return [{ kind: 'removed', text }];
  return line.startsWith(' ') ? [{ kind: 'same', text }] : [];
}
