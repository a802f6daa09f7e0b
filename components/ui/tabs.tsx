'use client';

import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

type TabsProps<Name extends string> = {
  value: Name;
  onChange: (value: Name) => void;
  tabs: readonly { name: Name; label: ReactNode; content: ReactNode }[];
  label: string;
};

/** Tabs whose panels fill the rest of the height. The choice is the caller's state. */
export function Tabs<Name extends string>({ value, onChange, tabs, label }: TabsProps<Name>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => {
        const tab = tabs.find((candidate) => candidate.name === next);
        if (tab) onChange(tab.name);
      }}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Base.List aria-label={label} className="relative flex shrink-0 gap-4 border-b border-line px-4">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.name}
            value={tab.name}
            className="-mb-px h-9 border-b-2 border-transparent text-sm text-muted hover:text-ink data-active:border-accent data-active:font-medium data-active:text-ink"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.name} value={tab.name} className="min-h-0 flex-1 overflow-auto">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
