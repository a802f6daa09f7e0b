import type { ValueTarget } from '@/components/events/cell-condition';
import { ValueActions } from '@/components/events/value-actions';
import { formatCount, formatPlural, formatShare } from '@/components/ui/format-number';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import { findEventField } from '@/lib/audit/event-fields';
import type { FieldStatistics } from '@/lib/statistics/statistics-answers';

/** The values, most frequent first. */
export function StatisticsTable({ statistics }: { statistics: FieldStatistics }) {
  const { field, read, distinct, values } = statistics;
  if (values.length === 0) return <p className="p-4 text-sm text-muted">No event of this filter has a value here.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
    <section aria-label="Values" tabIndex={0} className="min-h-0 flex-1 overflow-auto">
      <Table>
        <thead className="bg-raised">
          <tr>
            <Th>Value</Th>
            <Th align="right">Events</Th>
            <Th align="right">Share</Th>
            <Th>First seen</Th>
            <Th>Last seen</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ value, count, first, last }) => (
            <tr key={value} className="group/value hover:bg-hover">
              <Td className="max-w-72">
                <Value text={value} mono />
              </Td>
              <Td align="right" className="tabular-nums">
                {formatCount(count)}
              </Td>
              <Td align="right" className="text-muted tabular-nums">
                {formatShare(count, read)}
              </Td>
              <Td>
                <Time at={first} />
              </Td>
              <Td>
                <Time at={last} />
              </Td>
              <Td>
                <ValueActions label="value" copy={value} target={targetOf(field, value)} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {distinct > values.length ? (
        <p className="px-3 py-2 text-xs text-muted">
          {formatPlural(distinct - values.length, 'more value')}, each no more frequent than these
        </p>
      ) : null}
    </section>
  );
}

/** Values of the index can be filtered by from here. */
function targetOf(field: string, value: string): ValueTarget | null {
  const known = findEventField(field);
  return known ? { kind: 'field', field: known.name, value } : null;
}
