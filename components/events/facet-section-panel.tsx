'use client';

import { ChevronRight, Search } from 'lucide-react';
import { useId, useState } from 'react';
import { FacetSearchResults } from '@/components/events/facet-search-results';
import { FacetValues } from '@/components/events/facet-values-list';
import { useOpenFacets } from '@/components/events/use-open-facets';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { StatisticsButton } from '@/components/statistics/statistics-button';
import { classNames } from '@/components/ui/class-names';
import { formatCount } from '@/components/ui/format-number';
import type { EventField } from '@/lib/audit/event-fields';
import type { Facets } from '@/lib/search/event-answers';
import type { EventFilter } from '@/lib/search/filter-state';

type SectionProps = { field: EventField; facets: Facets; searched: EventFilter; forceOpen: boolean };

/** A facet: heading with the number of values, search within it, values with counts. */
export function FacetSectionPanel({ field, facets, searched, forceOpen }: SectionProps) {
  const { filter } = useFilterNavigation();
  const [openFacets, setOpen] = useOpenFacets();
  const [searching, setSearching] = useState(false);
  const [query, setQuery] = useState('');
  const bodyId = useId();
  const open = forceOpen || openFacets.has(field.name);
  const condition = filter.conditions[field.name];
  const conditions = (condition?.include.length ?? 0) + (condition?.exclude.length ?? 0);

  function endSearch() {
    setSearching(false);
    setQuery('');
  }

  return (
    <section aria-label={field.label} className="border-b border-line">
      <div className="flex h-8 items-center pr-2 pl-1">
        <h2 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={bodyId}
            onClick={() => setOpen(field.name, !open)}
            className="flex h-7 w-full items-center gap-1 rounded-md px-1 text-left text-xs font-semibold hover:bg-hover"
          >
            <ChevronRight size={13} aria-hidden className={classNames('shrink-0 text-faint', open && 'rotate-90')} />
            {field.label}
            {conditions > 0 ? (
              <span className="ml-1 rounded bg-accent-soft px-1 text-xs font-medium">
                {conditions}
                <span className="sr-only"> conditions</span>
              </span>
            ) : null}
            <span className="ml-auto pr-1 text-xs font-normal text-faint">
              {formatCount(facets.distinct[field.name])}
              <span className="sr-only"> values</span>
            </span>
          </button>
        </h2>
        {open ? <StatisticsButton field={field.name} label={field.label} /> : null}
        {open && facets.distinct[field.name] > 1 ? (
          <button
            type="button"
            aria-label={`Search values of ${field.label}`}
            title={`Search values of ${field.label}`}
            aria-pressed={searching}
            onClick={() => (searching ? endSearch() : setSearching(true))}
            className="flex size-6 shrink-0 items-center justify-center rounded-md text-faint hover:bg-hover hover:text-ink aria-pressed:bg-selected"
          >
            <Search size={12} aria-hidden />
          </button>
        ) : null}
      </div>
      {open ? (
        <div id={bodyId} className="px-2 pb-2">
          {searching ? (
            <input
              // biome-ignore lint/a11y/noAutofocus: the box appears because its button was pressed
              autoFocus
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return;
                event.stopPropagation();
                endSearch();
              }}
              aria-label={`${field.label} contains`}
              placeholder="contains …"
              spellCheck={false}
              className="mb-1 h-6 w-full rounded-md border border-line-strong bg-surface px-2 text-xs placeholder:text-faint"
            />
          ) : null}
          {searching && query !== '' ? (
            <FacetSearchResults field={field} total={facets.totals[field.name]} searched={searched} query={query} />
          ) : (
            <FacetValues field={field} facets={facets} searched={searched} />
          )}
        </div>
      ) : (
        <div id={bodyId} hidden />
      )}
    </section>
  );
}
