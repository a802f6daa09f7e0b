import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Time } from '@/components/ui/time';

const tones = {
  denied: { mark: 'rounded-full bg-denied', words: 'Refused' },
  change: { mark: 'rotate-45 border-2 border-accent bg-surface', words: 'Changed' },
  allowed: { mark: 'rounded-full border-2 border-ok-ink bg-surface', words: 'Allowed' },
} as const;

type StepProps = { tone: keyof typeof tones; at: string | null; children: ReactNode };

/** A moment of a story: its mark on the line, its time, and what happened. */
export function StoryStep({ tone, at, children }: StepProps) {
  return (
    <li className="relative flex min-h-7 items-baseline gap-3 py-0.5 text-sm before:absolute before:top-0 before:bottom-0 before:left-[5px] before:w-px before:bg-line-strong first:before:top-3 last:before:bottom-auto last:before:h-3 only:before:hidden">
      <span className={classNames('relative mt-1 size-[11px] shrink-0 self-start', tones[tone].mark)}>
        <span className="sr-only">{tones[tone].words}</span>
      </span>
      <span className="w-52 shrink-0 max-lg:w-44">{at === null ? null : <Time at={at} short />}</span>
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}
