'use client';

import { Command } from 'cmdk';
import { useState } from 'react';
import { PaletteFieldValues } from '@/components/shell/palette-field-values';
import { PaletteHome } from '@/components/shell/palette-home';
import { Dialog } from '@/components/ui/dialog';
import { type EventFieldName, findEventField } from '@/lib/audit/event-fields';

type PaletteProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** ⌘K: screens, time ranges, theme, and "filter by field", which asks for the value on a second page. */
export function CommandPalette({ open, onOpenChange }: PaletteProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Commands" hideTitle place="top">
      <PaletteBody onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function PaletteBody({ onDone }: { onDone: () => void }) {
  const [field, setField] = useState<EventFieldName | null>(null);
  const [query, setQuery] = useState('');
  const label = field === null ? null : (findEventField(field)?.label ?? field);

  function open(next: EventFieldName | null) {
    setField(next);
    setQuery('');
  }

  return (
    <Command
      label="Commands"
      shouldFilter={field === null}
      loop
      className="flex min-h-0 flex-col"
      onKeyDown={(event) => {
        if (event.key === 'Backspace' && query === '' && field !== null) open(null);
      }}
    >
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-4">
        {label === null ? null : (
          <span className="rounded bg-accent-soft px-1.5 text-xs font-medium whitespace-nowrap">{label} is</span>
        )}
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder={field === null ? 'Go to, set the time, filter by…' : 'A value; * stands for anything'}
          className="h-full flex-1 bg-transparent text-base outline-none placeholder:text-faint"
        />
      </div>
      <Command.List className="max-h-[52vh] overflow-auto p-2">
        {field === null ? (
          <PaletteHome onField={open} onDone={onDone} />
        ) : (
          <PaletteFieldValues field={field} query={query} onDone={onDone} />
        )}
      </Command.List>
    </Command>
  );
}
