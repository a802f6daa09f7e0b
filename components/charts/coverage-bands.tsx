import { plotInsets } from '@/components/charts/plot-insets';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';

/** Of everything that is missing the share at which a band is as dark as it gets. */
const WHOLLY_MISSING = 100;

/** Of time outside of the record nothing is known to be missing: hatched, but faintly. */
const NOT_RECORDED = 0.15;

type BandsProps = {
  gaps: readonly CoverageGap[];
  /** Start of the first bar and end of the last one. */
  from: string;
  to: string;
};

/** Time of which events are missing, hatched behind the pointer; says nothing by itself: tooltip and table have the words. */
export function CoverageBands({ gaps, from, to }: BandsProps) {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const place = (time: string) => Math.max(0, Math.min(100, ((Date.parse(time) - start) / (end - start)) * 100));
  return (
    <div aria-hidden className="pointer-events-none absolute overflow-hidden" style={plotInsets} data-coverage-bands>
      {gaps.map((gap) => {
        const [left, right] = [place(gap.from), place(gap.to)];
        if (right <= left) return null;
        const missing = (WHOLLY_MISSING - (gap.percent ?? WHOLLY_MISSING)) / WHOLLY_MISSING;
        return (
          <div
            key={`${gap.from} ${gap.to} ${gap.reason}`}
            className="coverage-hatch absolute inset-y-0 min-w-[3px]"
            style={{
              left: `${left}%`,
              width: `${right - left}%`,
              opacity: gap.lost === null ? NOT_RECORDED : 0.3 + 0.5 * missing,
            }}
          />
        );
      })}
    </div>
  );
}
