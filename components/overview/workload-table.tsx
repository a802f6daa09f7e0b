'use client';

import Link from 'next/link';
import { failedHref, narrowedHref } from '@/components/overview/narrowed-href';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Value } from '@/components/ui/value';
import { workloadHref } from '@/components/workloads/workload-href';
import type { WorkloadActivity } from '@/lib/search/overview-answers';

type WorkloadTableProps = {
  title: string;
  workloads: readonly WorkloadActivity[];
  by: 'count' | 'failed';
  empty: string;
  /** Where all of them run; null where the page shows several clusters. */
  cluster: string | null;
};

/** Workloads with what they did and how much of it failed; each number leads to its events. */
export function WorkloadTable({ title, workloads, by, empty, cluster }: WorkloadTableProps) {
  const { settledFilter } = useFilterNavigation();
  const most = Math.max(1, ...workloads.map((workload) => workload[by]));
  const link = 'rounded-sm text-accent hover:underline';
  return (
    <Panel title={title}>
      {workloads.length === 0 ? <p className="px-3 py-3 text-sm text-muted">{empty}</p> : null}
      {workloads.length === 0 ? null : (
        <Table className="table-fixed">
          <thead>
            <tr>
              <Th>Workload</Th>
              <Th align="right" className="w-20 max-xl:w-16">
                Events
              </Th>
              <Th align="right" className="w-16 max-xl:w-14">
                Failed
              </Th>
              <Th align="right" className="w-16 max-xl:w-14">
                Share
              </Th>
              <Th className="w-24 max-xl:w-14">
                <span className="sr-only">{by === 'count' ? 'Events' : 'Failures'} beside the most</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {workloads.map(({ workload, count, failed }) => (
              <tr key={workload ?? ''} className="hover:bg-hover">
                <Td>
                  {workload === null ? (
                    <span className="text-faint">no workload</span>
                  ) : cluster === null ? (
                    <Value text={workload} mono />
                  ) : (
                    <Link
                      href={workloadHref({ cluster, workload }, settledFilter.time)}
                      prefetch={false}
                      className={`inline-flex max-w-full ${link}`}
                    >
                      <Value text={workload} mono />
                    </Link>
                  )}
                </Td>
                <Td align="right">
                  <Link href={narrowedHref(settledFilter, { workload: [workload] })} prefetch={false} className={link}>
                    {formatCount(count)}
                  </Link>
                </Td>
                <Td align="right">
                  {failed === 0 ? (
                    <span className="text-faint">0</span>
                  ) : (
                    <Link href={failedHref(settledFilter, { workload: [workload] })} prefetch={false} className={link}>
                      {formatCount(failed)}
                    </Link>
                  )}
                </Td>
                <Td align="right" className={failed === 0 ? 'text-faint' : ''}>
                  {formatShare(failed, count)}
                </Td>
                <Td>
                  <SplitBar ok={(by === 'count' ? count - failed : 0) / most} failed={failed / most} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

/** A bar of what went well and what failed, as shares of the longest one. */
function SplitBar({ ok, failed }: { ok: number; failed: number }) {
  return (
    <span aria-hidden className="flex h-2 w-full overflow-hidden rounded-[2px]">
      <span style={{ width: `${failed * 100}%` }} className="bg-server-error" />
      <span style={{ width: `${ok * 100}%` }} className="bg-ok" />
    </span>
  );
}
