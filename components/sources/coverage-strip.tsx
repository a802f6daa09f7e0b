'use client';

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { cellState, cellWords } from '@/components/sources/coverage-words';
import { useAnnounce } from '@/components/ui/announcer';
import { formatDuration, type ShownZone } from '@/components/ui/format-time';
import type { ClusterCoverage } from '@/lib/coverage/coverage-answers';

/** One cell beside the other; pointer and arrow keys read them, in a line below that is always there. */
export function CoverageStrip({ coverage, zone }: { coverage: ClusterCoverage; zone: ShownZone }) {
  const { cells, cluster, bucketSeconds } = coverage;
  const announce = useAnnounce();
  const [cursor, setCursor] = useState<number | null>(null);
  const shown = cursor === null ? null : (cells[cursor] ?? null);

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    const cell = Math.floor(((event.clientX - box.left) / box.width) * cells.length);
    setCursor(Math.max(0, Math.min(cells.length - 1, cell)));
  }

  function onKeyDown(event: KeyboardEvent) {
    const next = nextCell(event.key, cursor, cells.length);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setCursor(next);
    const cell = cells[next];
    if (cell) announce(cellWords(cell, zone), { quiet: true });
  }

  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: role="application" is how a chart takes keys of its own */}
      <div
        role="application"
        aria-roledescription="strip"
        aria-label={`Coverage of ${cluster}, ${cells.length} cells of ${formatDuration(bucketSeconds)}. Arrow keys read them.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a chart that is read by arrow keys is an application of its own
        tabIndex={0}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setCursor(null)}
        onBlur={() => setCursor(null)}
        onKeyDown={onKeyDown}
        className="flex h-7 overflow-hidden rounded-sm border border-line"
      >
        {cells.map((cell, i) => (
          <span
            key={cell.start}
            aria-hidden
            data-state={cellState(cell)}
            data-cursor={i === cursor ? '' : undefined}
            className="coverage-cell h-full flex-1"
          />
        ))}
      </div>
      <p className="mt-1 flex h-5 items-center justify-between gap-3 text-xs text-muted" aria-hidden>
        <span className="truncate">{shown ? cellWords(shown, zone) : ''}</span>
        <span className="flex shrink-0 gap-3 text-faint">
          {legend.map(([state, label]) => (
            <span key={state} className="flex items-center gap-1">
              <span data-state={state} className="coverage-cell size-3 rounded-xs border border-line" />
              {label}
            </span>
          ))}
        </span>
      </p>
    </div>
  );
}

const legend = [
  ['whole', 'whole'],
  ['partly', 'below 95 %'],
  ['missing', 'nothing'],
  ['unknown', 'cannot be told'],
] as const;

function nextCell(key: string, cursor: number | null, count: number): number | null {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowRight') return cursor === null ? 0 : Math.min(count - 1, cursor + 1);
  if (key === 'ArrowLeft') return cursor === null ? count - 1 : Math.max(0, cursor - 1);
  return null;
}
