import { formatCount } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import { Value } from '@/components/ui/value';
import type { Source } from '@/lib/ingest/receiver/source-answers';

/** The same numbers as the bars, as a table: a row for each half hour, a column for each source. */
export function SlotTable({ sources, zone }: { sources: readonly Source[]; zone: ShownZone }) {
  const slots = sources[0]?.slots ?? [];
  return (
    <section
      aria-label="Events received in 24 hours, table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
      tabIndex={0}
      className="max-h-80 overflow-auto"
    >
      <Table>
        <thead>
          <tr>
            <Th>From</Th>
            {sources.map((source) => (
              <Th key={source.id} align="right" className="max-w-44">
                <Value text={source.label} />
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {slots.map((slot, i) => (
            <tr key={slot.start}>
              <Td className="font-mono text-xs whitespace-nowrap">{formatTime(slot.start, zone, true)}</Td>
              {sources.map((source) => (
                <SlotCell key={source.id} slot={source.slots[i]} />
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function SlotCell({ slot }: { slot: Source['slots'][number] | undefined }) {
  const received = slot?.received ?? 0;
  const quarantined = slot?.quarantined ?? 0;
  return (
    <Td align="right" className={received === 0 ? 'text-faint' : ''}>
      {formatCount(received)}
      {quarantined > 0 ? (
        <span className="text-client-error-ink"> ({formatCount(quarantined)} quarantined)</span>
      ) : null}
    </Td>
  );
}
