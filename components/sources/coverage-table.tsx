import { formatPercent } from '@/components/charts/coverage-words';
import { formatCount } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import type { ClusterCoverage } from '@/lib/coverage/coverage-answers';

/** The same figures as the strip, as a table. */
export function CoverageTable({ coverage, zone }: { coverage: ClusterCoverage; zone: ShownZone }) {
  const label = `Coverage of ${coverage.cluster}, table`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
    <section aria-label={label} tabIndex={0} className="max-h-52 overflow-auto">
      <Table aria-label={label}>
        <thead>
          <tr>
            <Th className="w-full">From</Th>
            <Th align="right">Coverage</Th>
            <Th align="right">Lowest</Th>
            <Th align="right">Missing events</Th>
          </tr>
        </thead>
        <tbody>
          {coverage.cells.map((cell) => (
            <tr key={cell.start}>
              <Td className="font-mono text-xs">{formatTime(cell.start, zone, true)}</Td>
              <Td align="right">{cell.percent === null ? 'unknown' : formatPercent(cell.percent)}</Td>
              <Td align="right">{cell.worst === null ? '–' : formatPercent(cell.worst)}</Td>
              <Td align="right">{cell.lost === 0 ? '–' : formatCount(cell.lost)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
