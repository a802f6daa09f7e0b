'use client';

import Link from 'next/link';
import { failedHref } from '@/components/overview/narrowed-href';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { OutcomeMark } from '@/components/ui/outcome';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { VisibleText } from '@/components/ui/value';
import { outcomeOf } from '@/lib/audit/outcome';
import type { FailureReason } from '@/lib/search/overview-answers';

/** What the failures were: response code, reason, and how many of each. */
export function FailureReasons({ reasons, failed }: { reasons: readonly FailureReason[]; failed: number }) {
  const { settledFilter } = useFilterNavigation();
  const listed = reasons.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title="Codes and reasons" className="flex flex-col">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label="Failures by code and reason" tabIndex={0} className="max-h-49 overflow-auto">
        <Table>
          <thead>
            <tr>
              <Th>Code</Th>
              <Th>Reason</Th>
              <Th align="right">Failed calls</Th>
              <Th align="right">Share</Th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(({ code, reason, count }) => (
              <tr key={`${code} ${reason}`} className="hover:bg-hover">
                <Td>
                  <span className="flex items-center gap-1.5">
                    <OutcomeMark outcome={outcomeOf(code === null ? null : Number(code), 'forbid')} />
                    {code ?? 'none'}
                  </span>
                </Td>
                <Td className="wrap-anywhere">
                  {reason === null ? (
                    <span className="text-faint">no reason given</span>
                  ) : (
                    <VisibleText text={reason} />
                  )}
                </Td>
                <Td align="right">
                  <Link
                    href={failedHref(settledFilter, { code: [code], reason: [reason] })}
                    prefetch={false}
                    className="rounded-sm text-accent hover:underline"
                  >
                    {formatCount(count)}
                  </Link>
                </Td>
                <Td align="right" className="text-muted">
                  {formatShare(count, failed)}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
        {listed < failed ? (
          <p className="px-3 py-1.5 text-xs text-muted">{formatCount(failed - listed)} of other codes and reasons</p>
        ) : null}
      </section>
    </Panel>
  );
}
