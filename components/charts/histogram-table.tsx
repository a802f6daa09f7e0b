import { stackOrder, totalOf } from '@/components/charts/outcome-series';
import { formatCount } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import { outcomeLabels } from '@/lib/audit/outcome';
import type { Histogram } from '@/lib/search/event-answers';

/** The same numbers as the bars, as a table. */
export function HistogramTable({ histogram, zone, label }: { histogram: Histogram; zone: ShownZone; label: string }) {
  return (
    <Table aria-label={label}>
      <thead className="sticky top-0 bg-surface">
        <tr>
          <Th>From</Th>
          <Th align="right">Events</Th>
          {stackOrder.map((outcome) => (
            <Th key={outcome} align="right">
              {outcomeLabels[outcome]}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {histogram.buckets.map((bucket) => (
          <tr key={bucket.start}>
            <Td className="font-mono text-xs">{formatTime(bucket.start, zone, true)}</Td>
            <Td align="right">{formatCount(totalOf(bucket))}</Td>
            {stackOrder.map((outcome) => (
              <Td key={outcome} align="right" className={bucket[outcome] === 0 ? 'text-faint' : ''}>
                {formatCount(bucket[outcome])}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
