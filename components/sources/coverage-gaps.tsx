import { formatPercent } from '@/components/charts/coverage-words';
import { formatPlural } from '@/components/ui/format-number';
import { formatTimeSpan, type ShownZone } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import type { ClusterCoverage } from '@/lib/coverage/coverage-answers';
import { gapSentence, lostInWords } from '@/lib/coverage/gap-sentence';

const SHOWN = 50;

/** Every gap, the newest first, with its size and its reason. */
export function CoverageGaps({ coverage, zone }: { coverage: ClusterCoverage; zone: ShownZone }) {
  const { cluster, gaps, moreGaps } = coverage;
  if (gaps.length === 0) return null;
  const label = `Gaps of ${cluster}`;
  const left = gaps.length + moreGaps - Math.min(gaps.length, SHOWN);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
    <section aria-label={label} tabIndex={0} className="mt-2 max-h-72 overflow-auto">
      <Table aria-label={label} className="min-w-[720px]">
        <thead>
          <tr>
            <Th>Gap</Th>
            <Th align="right">Coverage</Th>
            <Th align="right">Missing events</Th>
            <Th className="w-full">Why</Th>
          </tr>
        </thead>
        <tbody>
          {gaps.slice(0, SHOWN).map((gap) => (
            <tr key={`${gap.from} ${gap.reason}`}>
              <Td className="whitespace-nowrap font-mono text-xs">{formatTimeSpan(gap.from, gap.to, zone)}</Td>
              <Td align="right">{gap.percent === null ? 'unknown' : formatPercent(gap.percent)}</Td>
              <Td align="right">{gap.reason === 'edge' ? '–' : lostInWords(gap)}</Td>
              <Td className="whitespace-normal text-muted">{gapSentence(gap)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {left > 0 ? <p className="pt-1 text-xs text-faint">{formatPlural(left, 'older gap')} more.</p> : null}
    </section>
  );
}
