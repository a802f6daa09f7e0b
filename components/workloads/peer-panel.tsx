'use client';

import Link from 'next/link';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Value } from '@/components/ui/value';
import { peerWords } from '@/components/workloads/peer-words';
import { WorkloadBars } from '@/components/workloads/workload-bars';
import { workloadHref } from '@/components/workloads/workload-href';
import type { WorkloadPage } from '@/lib/activity/activity-answers';

const MOST = 12;

/** The workloads that are like it, and what they have in common: what is new for it may be usual for them. */
export function PeerPanel({ page: { row, peers } }: { page: WorkloadPage }) {
  const { settledFilter } = useFilterNavigation();
  const others = (peers?.rows ?? []).filter(({ workload }) => workload !== row.workload);
  others.sort((a, b) => b.requests - a.requests);
  return (
    <Panel title="Peers">
      {peers === null ? (
        <p className="px-3 py-3 text-sm text-muted">
          Fewer than three workloads of this cluster are like it, so it is judged by its own habits and those of the
          cluster.
        </p>
      ) : (
        <>
          <p className="px-3 pt-2 text-xs text-muted">
            {formatPlural(others.length, 'workload')} with the same {peerWords(peers.key)}
            {others.length > MOST ? `; the ${MOST} most active` : ''}
          </p>
          <Table aria-label="Peers" className="table-fixed">
            <thead>
              <tr>
                <Th>Workload</Th>
                <Th align="right" className="w-24">
                  Requests
                </Th>
                <Th className="w-36">Over time</Th>
              </tr>
            </thead>
            <tbody>
              {others.slice(0, MOST).map((peer) => (
                <tr key={peer.workload} className="hover:bg-hover">
                  <Td>
                    <Link
                      href={workloadHref(peer, settledFilter.time)}
                      prefetch={false}
                      className="inline-flex max-w-full rounded-sm text-accent hover:underline"
                    >
                      <Value text={peer.workload} mono />
                    </Link>
                  </Td>
                  <Td align="right">{formatCount(peer.requests)}</Td>
                  <Td>
                    <WorkloadBars bars={peer.bars} failed={peer.failedBars} bucketWords="a bar" />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </>
      )}
    </Panel>
  );
}
