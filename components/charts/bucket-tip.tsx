import { bucketRange, sumBars } from '@/components/charts/bucket-words';
import { coverageWords } from '@/components/charts/coverage-words';
import { sortedSeries, totalOf } from '@/components/charts/outcome-series';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import { OutcomeMark } from '@/components/ui/outcome';
import { outcomeLabels } from '@/lib/audit/outcome';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import type { Histogram } from '@/lib/search/event-answers';

type TipProps = {
  histogram: Histogram;
  bars: [number, number];
  zone: ShownZone;
  gaps: readonly CoverageGap[];
  /** Where the cursor stands, from 0 to 1: the tip keeps to the other side. */
  place: number;
};

/** All series of the bar or selection, largest first. */
export function BucketTip({ histogram, bars, zone, gaps, place }: TipProps) {
  const [from, to] = bucketRange(histogram, bars);
  const counts = sumBars(histogram, bars);
  const total = totalOf(counts);
  const missing = coverageWords(gaps, from, to);
  const side = place > 0.5 ? { right: `calc(${(1 - place) * 100}% + 14px)` } : { left: `calc(${place * 100}% + 14px)` };
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-0 z-20 w-max rounded-lg border border-line bg-raised px-3 py-2 text-xs shadow-pop"
      style={side}
    >
      <p className="font-mono text-xs text-muted">{formatTime(from, zone, true)}</p>
      <p className="mb-1 font-mono text-xs text-muted">to {formatTime(to, zone, true)}</p>
      <p className="flex justify-between gap-6 font-medium">
        <span>events</span>
        <span>{formatCount(total)}</span>
      </p>
      {sortedSeries(counts).map(({ outcome, count }) => (
        <p key={outcome} className="flex items-center gap-1.5">
          <OutcomeMark outcome={outcome} />
          <span className="flex-1 pr-4">{outcomeLabels[outcome]}</span>
          <span>{formatCount(count)}</span>
          <span className="w-10 text-right text-faint">{formatShare(count, total)}</span>
        </p>
      ))}
      {missing ? <p className="mt-1 border-t border-line pt-1">{missing}</p> : null}
    </div>
  );
}
