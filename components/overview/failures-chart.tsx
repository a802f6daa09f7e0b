'use client';

import { ChartColumn, Table2 } from 'lucide-react';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { CodeBars } from '@/components/overview/code-bars';
import { CodeMark } from '@/components/overview/code-mark';
import { CodeOverlay } from '@/components/overview/code-overlay';
import { codeSeries, isOther } from '@/components/overview/code-series';
import { CodeTable } from '@/components/overview/code-table';
import { failedHref } from '@/components/overview/narrowed-href';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { IconButton } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import { Panel } from '@/components/ui/panel';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { withTime } from '@/lib/search/filter-values';
import type { FailuresOverTime } from '@/lib/search/overview-answers';

/** As high as the table beside it. */
const PLOT_HEIGHT = 152;

const LABEL = 'Failed API calls over time by response code';

/** Failed calls over time, stacked by response code: bars or their table twin. */
export function FailuresChart({ failures }: { failures: FailuresOverTime }) {
  const [zone] = useShownZone();
  const { settledFilter, go } = useFilterNavigation();
  const view = parseAsStringLiteral(['bars', 'table'] as const).withDefault('bars');
  const [shown, setShown] = useQueryState('failures', view);
  const series = codeSeries(failures);
  const other = shown === 'bars' ? 'table' : 'bars';
  return (
    <Panel
      title="Failed API calls by code"
      aside={
        <span className="flex items-center gap-2 text-xs text-faint">
          1 bar = {formatDuration(failures.bucketSeconds)}
          <IconButton size="sm" label={`Show failed API calls as ${other}`} onClick={() => void setShown(other)}>
            {shown === 'bars' ? <Table2 size={14} aria-hidden /> : <ChartColumn size={14} aria-hidden />}
          </IconButton>
        </span>
      }
    >
      <figure aria-label={LABEL} className="m-0 py-2">
        <ul className="flex min-h-6 flex-wrap gap-x-1 px-2">
          {series.map((one) => {
            const words = (
              <>
                <CodeMark fill={one.fill} />
                {one.label}
                <span className="text-faint">{formatCount(one.total)}</span>
              </>
            );
            const look = 'flex h-6 items-center gap-1.5 rounded-md px-1.5 text-xs';
            return (
              <li key={one.code}>
                {isOther(one) ? (
                  <span className={look}>{words}</span>
                ) : (
                  <Link
                    href={failedHref(settledFilter, { code: [one.code === 'none' ? null : one.code] })}
                    prefetch={false}
                    className={`${look} hover:bg-hover`}
                  >
                    {words}
                  </Link>
                )}
              </li>
            );
          })}
        </ul>
        {shown === 'bars' ? (
          <div className="relative mt-1" style={{ height: PLOT_HEIGHT }}>
            <CodeBars failures={failures} series={series} zone={zone} />
            <CodeOverlay
              failures={failures}
              series={series}
              zone={zone}
              label={LABEL}
              onOpen={(from, to) => go(failedHref(withTime(settledFilter, from, to)))}
            />
          </div>
        ) : (
          <section
            aria-label={`${LABEL}, table`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
            tabIndex={0}
            className="mt-1 overflow-auto"
            style={{ height: PLOT_HEIGHT }}
          >
            <CodeTable failures={failures} series={series} zone={zone} label={LABEL} />
          </section>
        )}
      </figure>
    </Panel>
  );
}
