import type { CodeSeries } from '@/components/overview/code-series';
import { countsOf } from '@/components/overview/code-series';
import { formatCount } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import type { FailuresOverTime } from '@/lib/search/overview-answers';

type CodeTableProps = { failures: FailuresOverTime; series: readonly CodeSeries[]; zone: ShownZone; label: string };

/** The same numbers as the bars, as a table. */
export function CodeTable({ failures, series, zone, label }: CodeTableProps) {
  return (
    <Table aria-label={label}>
      <thead>
        <tr>
          <Th>From</Th>
          {series.map(({ code, label: name }) => (
            <Th key={code} align="right">
              {name}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {failures.buckets.map(({ start, codes }) => {
          const counts = countsOf(codes, series);
          return (
            <tr key={start}>
              <Td className="font-mono text-xs">{formatTime(start, zone, true)}</Td>
              {series.map(({ code }) => (
                <Td key={code} align="right" className={counts[code] === 0 ? 'text-faint' : ''}>
                  {formatCount(counts[code] ?? 0)}
                </Td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
