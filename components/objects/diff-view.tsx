'use client';

import { useState } from 'react';
import { type NumberedLine, numberLines, pairLines } from '@/components/objects/diff-rows';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { classNames } from '@/components/ui/class-names';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { VisibleText } from '@/components/ui/value';
import type { DiffHunk, ObjectDiff } from '@/lib/objects/history-answers';

export type DiffLayout = 'unified' | 'split';

/** The hunks of a difference; n and p go from one to the next. Added and removed have a sign besides their colour. */
export function DiffView({ diff, layout }: { diff: ObjectDiff; layout: DiffLayout }) {
  const [current, setCurrent] = useState(0);
  const last = diff.hunks.length - 1;

  function goTo(index: number) {
    const hunk = Math.min(Math.max(0, index), last);
    setCurrent(hunk);
    const element = document.getElementById(hunkId(hunk));
    element?.scrollIntoView({ block: 'nearest' });
    element?.focus({ preventScroll: true });
  }
  useShortcuts(last < 0 ? {} : { n: () => goTo(current + 1), p: () => goTo(current - 1) });

  if (diff.tooDifferent) {
    return (
      <p className="p-4 text-muted">The two states have so little in common that their lines were not compared.</p>
    );
  }
  if (diff.hunks.length === 0) return <p className="p-4 text-muted">No field differs.</p>;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <p className="flex shrink-0 items-center gap-4 border-b border-line px-3 py-1 text-xs text-muted" role="status">
        <span>
          {formatPlural(diff.added, 'line')} added, {formatCount(diff.removed)} removed
        </span>
        <span>
          change {formatCount(current + 1)} of {formatCount(diff.hunks.length)}
        </span>
        <span className="text-faint">n next · p previous</span>
      </p>
      <div className="min-h-0 flex-1 overflow-auto">
        {diff.hunks.map((hunk, index) => (
          <Hunk
            key={`${hunk.oldStart} ${hunk.newStart}`}
            hunk={hunk}
            index={index}
            layout={layout}
            current={index === current}
          />
        ))}
      </div>
    </div>
  );
}

function hunkId(index: number): string {
  return `hunk-${index}`;
}

type HunkProps = { hunk: DiffHunk; index: number; layout: DiffLayout; current: boolean };

function Hunk({ hunk, index, layout, current }: HunkProps) {
  const lines = numberLines(hunk);
  return (
    <section
      id={hunkId(index)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys lead from hunk to hunk, and a wide one is scrolled by keyboard
      tabIndex={0}
      aria-label={`Change ${index + 1}, from line ${hunk.newStart}`}
      className={classNames(
        'overflow-x-auto border-b border-l-2 border-line font-mono text-xs -outline-offset-2',
        current ? 'border-l-accent' : 'border-l-transparent',
      )}
    >
      {layout === 'split' ? (
        <div className="grid min-w-full grid-cols-2">
          {pairLines(lines).map(({ key, old, now }) => (
            <div key={key} className="contents">
              <Line line={old} side="old" />
              <Line line={now} side="new" />
            </div>
          ))}
        </div>
      ) : (
        <div className="min-w-max">
          {lines.map((line) => (
            <Line key={`${line.oldNumber} ${line.newNumber}`} line={line} side="both" />
          ))}
        </div>
      )}
    </section>
  );
}

const signs = { same: ' ', removed: '−', added: '+' } as const;
const words = { same: '', removed: 'removed: ', added: 'added: ' } as const;

function Line({ line, side }: { line: NumberedLine | null; side: 'old' | 'new' | 'both' }) {
  if (line === null) return <div className="min-h-5 bg-sunken" />;
  return (
    <div
      className={classNames(
        'flex min-h-5 min-w-0',
        line.kind === 'added' && 'bg-diff-added',
        line.kind === 'removed' && 'bg-diff-removed',
        side === 'new' && 'border-l border-line',
      )}
    >
      {side === 'new' ? null : <LineNumber number={line.oldNumber} />}
      {side === 'old' ? null : <LineNumber number={line.newNumber} />}
      <span aria-hidden className="w-4 shrink-0 text-center text-muted select-none">
        {signs[line.kind]}
      </span>
      <span className={classNames('pr-3 whitespace-pre-wrap', side === 'both' ? '' : 'min-w-0 break-all')}>
        {line.kind === 'same' ? null : <span className="sr-only select-none">{words[line.kind]}</span>}
        <VisibleText text={line.text} />
      </span>
    </div>
  );
}

function LineNumber({ number }: { number: number | null }) {
  return (
    <span aria-hidden className="w-11 shrink-0 pr-2 text-right text-faint select-none">
      {number}
    </span>
  );
}
