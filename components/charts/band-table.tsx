import { deviationsAt, type NumberedDeviation, placeInBand, rangeWords } from '@/components/charts/band-words';
import { formatCount } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import type { BaselinePoint } from '@/lib/baselines/deviation-answers';

type BandTableProps = {
  points: readonly BaselinePoint[];
  stepSeconds: number;
  deviations: readonly NumberedDeviation[];
  zone: ShownZone;
  label: string;
};

/** The same numbers as the chart, as a table. */
export function BandTable({ points, stepSeconds, deviations, zone, label }: BandTableProps) {
  return (
    <Table aria-label={label}>
      <thead>
        <tr>
          <Th>From</Th>
          <Th align="right">Counted</Th>
          <Th align="right">Expected</Th>
          <Th align="right">50 %</Th>
          <Th align="right">95 %</Th>
          <Th align="right">99.9 %</Th>
          <Th>Note</Th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.start}>
            <Td className="font-mono text-xs whitespace-nowrap">{formatTime(point.start, zone, true)}</Td>
            <Td align="right">{formatCount(point.actual)}</Td>
            <Td align="right">{point.expected === null ? '–' : formatCount(point.expected)}</Td>
            <Td align="right">{rangeWords(point.p50)}</Td>
            <Td align="right">{rangeWords(point.p95)}</Td>
            <Td align="right">{rangeWords(point.p999)}</Td>
            <Td className="text-muted">{noteOf(point, deviationsAt(deviations, point.start, stepSeconds))}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function noteOf(point: BaselinePoint, deviations: readonly NumberedDeviation[]): string {
  const place = placeInBand(point);
  return [
    ...deviations.map(({ number }) => `deviation ${number}`),
    ...(place !== null && !place.startsWith('within') ? [place] : []),
    ...(point.masked ? ['gaps in the record'] : []),
    ...(point.learning ? ['learning'] : []),
  ].join(', ');
}
