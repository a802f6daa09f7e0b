import { bucketRange } from '@/components/charts/bucket-words';
import { coverageWords } from '@/components/charts/coverage-words';
import { stackOrder, totalOf } from '@/components/charts/outcome-series';
import { formatCount } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import { outcomeLabels } from '@/lib/audit/outcome';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import type { Histogram } from '@/lib/search/event-answers';

type TableProps = { histogram: Histogram; gaps: readonly CoverageGap[]; zone: ShownZone; label: string };

/** The same numbers as the bars, as a table. */
export function HistogramTable({ histogram, gaps, zone, label }: TableProps) {
  return (
    <Table aria-label={label}>
      <thead>
        <tr>
          <Th>From</Th>
          <Th align="right">Events</Th>
          {stackOrder.map((outcome) => (
            <Th key={outcome} align="right">
              {outcomeLabels[outcome]}
            </Th>
          ))}
          {gaps.length > 0 ? <Th>Missing</Th> : null}
        </tr>
      </thead>
      <tbody>
        {histogram.buckets.map((bucket, i) => (
          <tr key={bucket.start}>
            <Td className="font-mono text-xs">{formatTime(bucket.start, zone, true)}</Td>
            <Td align="right">{formatCount(totalOf(bucket))}</Td>
            {stackOrder.map((outcome) => (
              <Td key={outcome} align="right" className={bucket[outcome] === 0 ? 'text-faint' : ''}>
                {formatCount(bucket[outcome])}
              </Td>
            ))}
            {gaps.length > 0 ? (
              <Td className="text-muted">{coverageWords(gaps, ...bucketRange(histogram, [i, i])) ?? '–'}</Td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
