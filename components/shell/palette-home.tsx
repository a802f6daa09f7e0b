'use client';

import { Command } from 'cmdk';
import { useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { carriedParams, pageHref } from '@/components/shell/page-url';
import { palettePages, screens } from '@/components/shell/screens';
import { themes } from '@/components/shell/theme';
import { timePresets } from '@/components/shell/time-range-words';
import { useTheme } from '@/components/shell/use-theme';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { type EventFieldName, eventFields } from '@/lib/audit/event-fields';
import { emptyFilter, withTime } from '@/lib/search/event-filter';

type HomeProps = { onField: (field: EventFieldName) => void; onDone: () => void };

/** The first page of the palette. */
export function PaletteHome({ onField, onDone }: HomeProps) {
  const { filter, setFilter, go } = useFilterNavigation();
  const params = new URLSearchParams(useSearchParams().toString());
  const [zone, setZone] = useShownZone();
  const [, setTheme] = useTheme();

  function run(action: () => void) {
    onDone();
    action();
  }

  return (
    <>
      <Command.Empty className="px-2 py-6 text-center text-muted">Nothing is called that.</Command.Empty>
      <PaletteGroup heading="Go to">
        {screens.map(({ href, label, key }) => (
          <PaletteItem
            key={href}
            hint={`g ${key}`}
            onSelect={() => run(() => go(pageHref(href, carriedParams(params))))}
          >
            {label}
          </PaletteItem>
        ))}
        {palettePages.map(({ href, label }) => (
          <PaletteItem key={href} onSelect={() => run(() => go(pageHref(href, carriedParams(params))))}>
            {label} …
          </PaletteItem>
        ))}
      </PaletteGroup>
      <PaletteGroup heading="Filter by">
        {eventFields.map(({ name, label }) => (
          <PaletteItem key={name} onSelect={() => onField(name)}>
            {label} …
          </PaletteItem>
        ))}
        <PaletteItem onSelect={() => run(() => setFilter({ ...emptyFilter, time: filter.time }))}>
          Clear all conditions
        </PaletteItem>
      </PaletteGroup>
      <PaletteGroup heading="Time">
        <PaletteItem onSelect={() => run(() => setFilter(withTime(filter, null, null)))}>All time</PaletteItem>
        {timePresets.map((preset) => (
          <PaletteItem key={preset.from} onSelect={() => run(() => setFilter(withTime(filter, preset.from, null)))}>
            {preset.words}
          </PaletteItem>
        ))}
        <PaletteItem onSelect={() => run(() => setZone(zone === 'utc' ? 'local' : 'utc'))}>
          {zone === 'utc' ? 'Show local time' : 'Show UTC'}
        </PaletteItem>
      </PaletteGroup>
      <PaletteGroup heading="Theme">
        {themes.map((theme) => (
          <PaletteItem key={theme} onSelect={() => run(() => setTheme(theme))}>
            {`Theme: ${theme}`}
          </PaletteItem>
        ))}
      </PaletteGroup>
    </>
  );
}

export function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="mb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
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
      {hint ? <kbd className="font-mono text-2xs text-faint">{hint}</kbd> : null}
    </Command.Item>
  );
}
