'use client';

import { useId } from 'react';
import { classNames } from '@/components/ui/class-names';

type TextFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What is wrong with the value; null where nothing is. */
  problem: string | null;
  suggestions?: readonly string[];
  hint?: string;
};

/** A labelled line of text, with what is wrong with it below. */
export function TextField({ label, value, onChange, problem, suggestions, hint }: TextFieldProps) {
  const id = useId();
  const below = problem ?? hint ?? null;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      <input
        id={id}
        list={suggestions ? `${id}-known` : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={problem !== null}
        aria-describedby={below === null ? undefined : `${id}-below`}
        autoComplete="off"
        spellCheck={false}
        className={classNames(
          'h-7 w-full rounded-md border bg-surface px-2 font-mono text-xs text-ink',
          problem === null ? 'border-line-strong' : 'border-danger',
        )}
      />
      {suggestions ? (
        <datalist id={`${id}-known`}>
          {suggestions.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      ) : null}
      {below === null ? null : (
        <span id={`${id}-below`} className={classNames('text-xs', problem === null ? 'text-muted' : 'text-danger')}>
          {below}
        </span>
      )}
    </div>
  );
}
