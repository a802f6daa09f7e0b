'use client';

import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { PaletteGroup, PaletteItem } from '@/components/shell/palette-item';
import { useFacetValues } from '@/components/shell/use-facet-values';
import { formatCount } from '@/components/ui/format-number';
import { Value } from '@/components/ui/value';
import { type EventFieldName, findEventField } from '@/lib/audit/event-fields';
import { withValueState } from '@/lib/search/filter-values';
import { escapeValue } from '@/lib/search/value-pattern';

/** What can only be meant as a pattern: `system:*`, `>=400`, `4xx`, `400-499`. */
const PATTERN = /[*<>]|^\dxx$|^\d+-\d+$/;

type ValuesProps = { field: EventFieldName; query: string; onDone: () => void };

/** The second page: the values of one field that contain what is typed, or the text itself as a pattern. */
export function PaletteFieldValues({ field, query, onDone }: ValuesProps) {
  const { filter, setFilter } = useFilterNavigation();
  const { answer, loading } = useFacetValues(field, { filter, query, limit: 20 });

  function include(value: string | null) {
    onDone();
    setFilter(withValueState(filter, field, value, 'include'));
  }

  const typed = query.trim();
  // While the answer to the last key is under way, those of the older answer that still fit: Enter must not take another.
  const fitting = (answer?.buckets ?? []).filter(
    ({ value }) => typed === '' || (value ?? '').toLowerCase().includes(typed.toLowerCase()),
  );
  return (
    <>
      <PaletteGroup heading={loading ? 'Looking…' : answer === null ? 'The values could not be read' : 'Values'}>
        {fitting.map(({ value, count }) => (
          <PaletteItem
            key={value === null ? 'missing' : `value ${value}`}
            value={value === null ? 'missing' : `value ${value}`}
            hint={formatCount(count)}
            onSelect={() => include(value === null ? null : escapeValue(value))}
          >
            {value === null ? (
              <span className="text-muted italic">missing: {findEventField(field)?.missing}</span>
            ) : (
              <Value text={value} mono />
            )}
          </PaletteItem>
        ))}
      </PaletteGroup>
      {typed === '' || loading || (fitting.length > 0 && !PATTERN.test(typed)) ? null : (
        <PaletteGroup heading="As typed">
          <PaletteItem value={`typed ${typed}`} onSelect={() => include(typed)}>
            <Value text={typed} mono />
          </PaletteItem>
        </PaletteGroup>
      )}
    </>
  );
}
