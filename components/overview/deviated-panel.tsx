'use client';

import Link from 'next/link';
import { deviationHref, kindLabels } from '@/components/deviations/deviation-words';
import { SeverityMark } from '@/components/deviations/severity-mark';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { carriedParams, pageHref } from '@/components/shell/page-url';
import { formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';
import type { DeviationList } from '@/lib/activity/activity-answers';
import { serializeEventFilter } from '@/lib/search/filter-params';

/** What was raised in the time range: the newest, one sentence each. */
export function DeviatedPanel({ deviated }: { deviated: DeviationList }) {
  const { settledFilter } = useFilterNavigation();
  const all = pageHref('/deviations', carriedParams(serializeEventFilter(settledFilter)));
  return (
    <Panel
      title="What deviated"
      aside={
        <Link href={all} prefetch={false} className="rounded-sm text-xs text-accent hover:underline">
          {deviated.open === 0 ? 'All deviations' : `${formatPlural(deviated.open, 'deviation')} without a verdict`}
        </Link>
      }
    >
      {deviated.deviations.length === 0 ? (
        <p className="px-3 py-3 text-sm text-muted">Nothing was raised in this time range.</p>
      ) : (
        <ul>
          {deviated.deviations.map((deviation) => (
            <li
              key={deviation.id}
              className="flex flex-wrap items-baseline gap-x-4 border-b border-line/60 px-3 py-1 text-sm last:border-0"
            >
              <span className="w-20">
                <SeverityMark severity={deviation.severity} />
              </span>
              <Link
                href={deviationHref(deviation)}
                prefetch={false}
                className="min-w-56 flex-1 rounded-sm break-words text-accent hover:underline"
              >
                <VisibleText text={deviation.explanation.sentence} />
              </Link>
              <span className="text-xs text-muted">{kindLabels[deviation.kind]}</span>
              <Time at={deviation.start} short />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
