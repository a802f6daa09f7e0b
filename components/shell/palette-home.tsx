'use client';

import { Command } from 'cmdk';
import { useSearchParams } from 'next/navigation';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { carriedParams, pageHref } from '@/components/shell/page-url';
import { PaletteGroup, PaletteItem } from '@/components/shell/palette-item';
import { PaletteViews } from '@/components/shell/palette-views';
import { palettePages, screens } from '@/components/shell/screens';
import { themes } from '@/components/shell/theme';
import { timePresets } from '@/components/shell/time-range-words';
import { useTheme } from '@/components/shell/use-theme';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { type EventFieldName, eventFields } from '@/lib/audit/event-fields';
import { emptyFilter } from '@/lib/search/filter-state';
import { withTime } from '@/lib/search/filter-values';

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
      <PaletteViews run={run} />
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
