'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { formatDuration } from '@/components/ui/format-time';
import { MAX_SURROUNDING_SECONDS, surroundingSeconds } from '@/lib/pivots/surrounding-time';

type LengthProps = { seconds: number; onChange: (seconds: number) => void };

/** How far around the event to look: four usual lengths, or one's own in seconds. */
export function SurroundingLength({ seconds, onChange }: LengthProps) {
  const usual = surroundingSeconds.some((length) => length === seconds);
  const [own, setOwn] = useState(usual ? '' : String(seconds));

  function take(event: FormEvent) {
    event.preventDefault();
    const length = Math.round(Number(own));
    if (length >= 1 && length <= MAX_SURROUNDING_SECONDS) onChange(length);
  }

  return (
    <div className="flex flex-wrap items-center gap-2">
      <fieldset className="flex overflow-hidden rounded-md border border-line-strong">
        <legend className="sr-only">To each side of the event</legend>
        {surroundingSeconds.map((length) => (
          <button
            key={length}
            type="button"
            aria-pressed={length === seconds}
            onClick={() => onChange(length)}
            className={classNames(
              'h-6 border-l border-line-strong px-2 text-xs first:border-l-0',
              length === seconds ? 'bg-selected font-medium' : 'text-muted hover:bg-hover',
            )}
          >
            ± {formatDuration(length)}
          </button>
        ))}
      </fieldset>
      <form onSubmit={take} className="flex items-center gap-1 text-xs text-muted">
        <input
          aria-label="Own length in seconds"
          type="number"
          min={1}
          max={MAX_SURROUNDING_SECONDS}
          required
          value={own}
          onChange={(event) => setOwn(event.target.value)}
          placeholder="own"
          className="h-6 w-20 rounded-md border border-line-strong bg-surface px-2 text-xs text-ink placeholder:text-faint"
        />
        s
        <Button type="submit" size="sm">
          Use
        </Button>
      </form>
    </div>
  );
}
