'use client';

import { X, ZoomIn } from 'lucide-react';
import { useState } from 'react';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { SpikeFieldCard } from '@/components/spikes/spike-field-card';
import { SpikeSentence } from '@/components/spikes/spike-sentence';
import { useSpike } from '@/components/spikes/use-spike';
import { Button, IconButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { formatPlural } from '@/components/ui/format-number';
import { findEventField } from '@/lib/audit/event-fields';
import { withTime } from '@/lib/search/filter-values';
import type { Spike, SpikeReference } from '@/lib/spikes/spike-answers';

const references: [SpikeReference, string][] = [
  ['rest', 'Rest of the range'],
  ['daysBefore', 'Same hours before'],
];

/** Fields that are shown at once. */
const FIRST = 6;
/** Below this, a field is called alike. */
const ALIKE = 0.01;

/** What is different in the window that was chosen on the chart. */
export function SpikePanel({ spike }: { spike: Spike }) {
  const { filter, setFilter } = useFilterNavigation();
  const { asked, ask } = useSpike();
  const [all, setAll] = useState(false);
  const differing = spike.fields.filter(({ difference }) => difference >= ALIKE);
  const alike = spike.fields.filter(({ difference }) => difference < ALIKE);
  const shown = all ? spike.fields : differing.slice(0, FIRST);
  const { window } = spike;
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Esc closes the innermost, wherever in it the focus is
    <section
      aria-label="Explanation of the window"
      onKeyDown={(event) => event.key === 'Escape' && ask(null)}
      className="flex max-h-[46vh] flex-col border-t border-line bg-sunken"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
        <SpikeSentence spike={spike} />
        <span className="flex-1" />
        <fieldset className="flex overflow-hidden rounded-md border border-line-strong">
          <legend className="sr-only">Compared with</legend>
          {references.map(([against, label]) => (
            <button
              key={against}
              type="button"
              aria-pressed={asked?.against === against}
              onClick={() => asked && asked.against !== against && ask({ ...asked, against })}
              className={classNames(
                'h-6 border-l border-line-strong px-2 text-xs first:border-l-0',
                asked?.against === against ? 'bg-selected font-medium' : 'bg-surface text-muted hover:bg-hover',
              )}
            >
              {label}
            </button>
          ))}
        </fieldset>
        {window ? (
          <Button size="sm" onClick={() => setFilter(withTime(filter, window.from, window.to))}>
            <ZoomIn size={13} aria-hidden />
            Zoom to it
          </Button>
        ) : null}
        <IconButton size="sm" label="Close the explanation" onClick={() => ask(null)}>
          <X size={13} aria-hidden />
        </IconButton>
      </header>
      {shown.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <section aria-label="Fields that differ" tabIndex={0} className="min-h-0 overflow-y-auto px-3 pb-2">
          <div className="grid grid-cols-[repeat(auto-fill,minmax(330px,1fr))] gap-2">
            {shown.map((field) => (
              <SpikeFieldCard key={field.field} spike={spike} of={field} />
            ))}
          </div>
          <p className="mt-1.5 text-xs text-muted">
            {all ? null : alikeWords(alike.map(({ field }) => findEventField(field)?.label ?? field))}{' '}
            <button
              type="button"
              onClick={() => setAll(!all)}
              className="text-accent underline-offset-2 hover:underline"
            >
              {all ? 'Show the fields that differ most' : `Show all ${formatPlural(spike.fields.length, 'field')}`}
            </button>
          </p>
        </section>
      ) : null}
    </section>
  );
}

function alikeWords(labels: string[]): string {
  return labels.length === 0 ? '' : `As usual: ${labels.join(', ')}.`;
}
