'use client';

import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { pageHref } from '@/components/shell/page-url';
import { formatCount } from '@/components/ui/format-number';
import { Value } from '@/components/ui/value';
import type { Pivot, PivotName } from '@/lib/pivots/pivot-answers';

const labels: Record<PivotName, string> = {
  everything: 'Everything',
  user: 'Same user',
  impersonatedUser: 'Same impersonated user',
  workload: 'Same workload',
  sourceIP: 'Same source IP',
  object: 'Same object',
  credential: 'Same credential',
  issuedCredential: 'Issued credential',
  auditID: 'Same audit ID',
};

type LinkProps = {
  pivot: Pivot;
  /** Parameters of the page that the link takes along: the zone, the columns, and around an event the event itself. */
  carried: URLSearchParams;
};

/** One way on: what the events have in common, and how many there are where that is known. */
export function PivotLink({ pivot, carried }: LinkProps) {
  const { go } = useFilterNavigation();
  const params = new URLSearchParams([...new URLSearchParams(pivot.query), ...carried]);
  const href = pageHref('/events', params);
  return (
    <a
      href={href}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go(href);
      }}
      className="flex min-h-8 items-center gap-3 px-4 py-1 hover:bg-hover"
    >
      <span className="w-36 shrink-0 text-xs text-muted">{labels[pivot.name]}</span>
      <span className="min-w-0 flex-1">{pivot.value === null ? null : <Value text={pivot.value} mono />}</span>
      {pivot.total === null ? (
        <span className="shrink-0 text-xs text-faint">counted when opened</span>
      ) : (
        <span className="shrink-0 text-xs font-medium">
          {formatCount(pivot.total)}
          <span className="sr-only"> events</span>
        </span>
      )}
    </a>
  );
}
