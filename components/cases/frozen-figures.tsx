'use client';

import { useState } from 'react';
import { stackOrder, totalOf } from '@/components/charts/outcome-series';
import { Button } from '@/components/ui/button';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { formatTimeSpan } from '@/components/ui/format-time';
import { outcomeFill } from '@/components/ui/outcome';
import { useShownZone } from '@/components/ui/use-shown-zone';
import type { Figures } from '@/lib/cases/pin-facts';
import { eventPageSchema } from '@/lib/search/event-answers';

/** The number and the chart of a query as they were, and the same question asked again. */
export function FrozenFigures({ figures, query }: { figures: Figures; query: string }) {
  const [now, setNow] = useState<string | null>(null);
  const [zone] = useShownZone();
  const { total, from, to } = figures;

  async function countAgain() {
    setNow('counting …');
    setNow(await countWords(query, total));
  }

  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <span className="font-medium">{formatPlural(total, 'event')}</span>
        <span className="text-xs text-muted">
          {from === null || to === null ? 'no event at all' : formatTimeSpan(from, to, zone)}
        </span>
        <Button size="sm" variant="ghost" onClick={() => void countAgain()}>
          Count again
        </Button>
        {now === null ? null : (
          <span role="status" className="text-xs">
            {now}
          </span>
        )}
      </p>
      {total > 0 ? <Bars figures={figures} /> : null}
    </div>
  );
}

function Bars({ figures }: { figures: Figures }) {
  const { buckets } = figures;
  const most = Math.max(1, ...buckets.map(totalOf));
  const width = 100 / Math.max(1, buckets.length);
  return (
    <svg
      viewBox="0 0 100 20"
      preserveAspectRatio="none"
      role="img"
      aria-label={`Events over time when it was pinned: ${formatCount(buckets.length)} bars, the highest ${formatCount(most)}`}
      className="h-10 w-full rounded-sm border-b border-line-strong"
    >
      {buckets.map((bucket, index) => {
        let top = 20;
        return stackOrder.map((outcome) => {
          const height = (bucket[outcome] / most) * 20;
          top -= height;
          return height === 0 ? null : (
            <rect
              key={`${bucket.start} ${outcome}`}
              x={index * width}
              y={top}
              width={width * 0.88}
              height={height}
              fill={outcomeFill[outcome]}
            />
          );
        });
      })}
    </svg>
  );
}

async function countWords(query: string, before: number): Promise<string> {
  try {
    const answer = await fetch(`/api/v1/events?${query}${query === '' ? '' : '&'}limit=1`);
    const page = answer.ok ? eventPageSchema.safeParse(await answer.json()) : null;
    if (!page?.success) return 'The server could not count them.';
    const { total } = page.data;
    if (total === before) return 'The same today.';
    const difference = Math.abs(total - before);
    return `${formatPlural(total, 'event')} today, ${formatCount(difference)} ${total > before ? 'more' : 'fewer'}.`;
  } catch {
    return 'The server does not answer.';
  }
}
