'use client';

import { Telescope } from 'lucide-react';
import { Button } from '@/components/ui/button';

type ControlProps = { picking: boolean; onPicking: (picking: boolean) => void };

/** Turns the next drag over the chart into a question: what is different there? */
export function ExplainControl({ picking, onPicking }: ControlProps) {
  return (
    <Button
      size="sm"
      variant="ghost"
      aria-pressed={picking}
      title="Explain a window of the chart (Shift and drag, or x on the chart)"
      onClick={() => onPicking(!picking)}
      className="aria-pressed:bg-selected"
    >
      <Telescope size={13} aria-hidden />
      Explain
    </Button>
  );
}

/** What to do while a window is being chosen, in the place of the chart's range. */
export function ExplainHint({ onAll }: { onAll: () => void }) {
  return (
    <span className="text-ink">
      Drag over the bars to explain, or{' '}
      <button type="button" onClick={onAll} className="text-accent underline underline-offset-2">
        take all that is shown
      </button>
    </span>
  );
}
