'use client';

import { useState } from 'react';
import { FACET_SEARCH_ID } from '@/components/events/facet-search-id';
import { FacetSectionPanel } from '@/components/events/facet-section-panel';
import { formatCount } from '@/components/ui/format-number';
import { eventFields } from '@/lib/audit/event-fields';
import type { Facets } from '@/lib/search/event-answers';
import type { EventFilter } from '@/lib/search/filter-state';

type RailProps = {
  facets: Facets;
  /** The filter that the counts belong to, with its window as instants. */
  searched: EventFilter;
};

/** One section per field of the field table. The box above finds a field by its name. */
export function FacetRail({ facets, searched }: RailProps) {
  const [wanted, setWanted] = useState('');
  const words = wanted.trim().toLowerCase();
  const fields = eventFields.filter(
    ({ name, label }) => label.toLowerCase().includes(words) || name.toLowerCase().includes(words),
  );
  return (
    <div className="pb-6">
      <div className="sticky top-0 z-10 border-b border-line bg-surface px-3 py-2">
        <input
          id={FACET_SEARCH_ID}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || wanted === '') return;
            event.stopPropagation();
            setWanted('');
          }}
          aria-label="Find a facet"
          placeholder="Find a facet  (g f)"
          spellCheck={false}
          className="h-7 w-full rounded-md border border-line-strong bg-surface px-2 text-xs placeholder:text-faint"
        />
        <p className="mt-1.5 text-xs text-faint">% of {formatCount(facets.total)} events</p>
      </div>
      {fields.map((field) => (
        <FacetSectionPanel
          key={field.name}
          field={field}
          facets={facets}
          searched={searched}
          forceOpen={words !== ''}
        />
      ))}
      {fields.length === 0 ? <p className="px-3 py-4 text-xs text-muted">No facet is called “{wanted}”.</p> : null}
    </div>
  );
}
