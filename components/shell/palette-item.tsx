'use client';

import { Command } from 'cmdk';
import type { ReactNode } from 'react';

/** One command of the palette, and the heading over several. */
export function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="mb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Command.Group>
  );
}

type ItemProps = { children: ReactNode; hint?: string; value?: string; onSelect: () => void };

export function PaletteItem({ children, hint, value, onSelect }: ItemProps) {
  return (
    <Command.Item
      {...(value === undefined ? {} : { value })}
      onSelect={onSelect}
      className="flex h-8 cursor-default items-center justify-between gap-3 rounded-md px-2 text-sm data-[selected=true]:bg-hover"
    >
      <span className="flex min-w-0 items-center gap-2">{children}</span>
      {hint ? <kbd className="font-mono text-xs text-faint">{hint}</kbd> : null}
    </Command.Item>
  );
}
