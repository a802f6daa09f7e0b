import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

type ChipProps = {
  children: ReactNode;
  /** What a click on the words does; without it they are plain text. */
  onToggle?: () => void;
  /** The whole name of that button, with the words of the chip in it. */
  toggleLabel?: string;
  onRemove?: () => void;
  removeLabel?: string;
  tone?: 'neutral' | 'include' | 'exclude';
};

const tones = {
  neutral: 'border-line-strong bg-surface',
  include: 'border-accent/50 bg-accent-soft',
  exclude: 'border-line-strong border-dashed bg-surface',
};

/** A condition that can be turned round and taken away. */
export function Chip({ children, onToggle, toggleLabel, onRemove, removeLabel, tone = 'neutral' }: ChipProps) {
  return (
    <span
      className={classNames('inline-flex h-6 max-w-96 items-stretch rounded-md border text-xs text-ink', tones[tone])}
    >
      {onToggle ? (
        <button
          type="button"
          onClick={onToggle}
          title={toggleLabel}
          aria-label={toggleLabel}
          className="flex min-w-0 items-center gap-1 rounded-l-md px-2 hover:bg-hover"
        >
          {children}
        </button>
      ) : (
        <span className="flex min-w-0 items-center gap-1 px-2">{children}</span>
      )}
      {onRemove ? (
        <button
          type="button"
          onClick={onRemove}
          aria-label={removeLabel ?? 'Remove'}
          className="flex w-6 shrink-0 items-center justify-center rounded-r-md text-muted hover:bg-hover hover:text-ink"
        >
          <X size={12} aria-hidden />
        </button>
      ) : null}
    </span>
  );
}
