'use client';

import { CopyButton } from '@/components/ui/copy-button';
import { formatCount } from '@/components/ui/format-number';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { EvidenceStatus } from '@/lib/verify/evidence-answers';

/** The log of each cluster and what was signed about it last. */
export function LogTable({ clusters }: { clusters: EvidenceStatus['clusters'] }) {
  if (clusters.length === 0) return <p className="px-3 py-2 text-sm">No events yet: the first import begins a log.</p>;
  return (
    <div className="overflow-x-auto">
      <Table>
        <thead>
          <tr>
            <Th>Cluster</Th>
            <Th align="right">Blocks</Th>
            <Th align="right">Events</Th>
            <Th align="right">Pruned blocks</Th>
            <Th>Last checkpoint</Th>
            <Th align="right">Blocks signed</Th>
            <Th>Root</Th>
          </tr>
        </thead>
        <tbody>
          {clusters.map(({ cluster, blocks, events, prunedBlocks, checkpoint }) => (
            <tr key={cluster}>
              <Td className="max-w-60">
                <Value text={cluster} />
              </Td>
              <Td align="right">{formatCount(blocks)}</Td>
              <Td align="right">{formatCount(events)}</Td>
              <Td align="right">{formatCount(prunedBlocks)}</Td>
              {checkpoint === null ? (
                <Td colSpan={3} className="text-muted">
                  none yet: one is signed within a minute of new events
                </Td>
              ) : (
                <>
                  <Td className="whitespace-nowrap">
                    <Time at={checkpoint.at} short />
                  </Td>
                  <Td align="right">{formatCount(checkpoint.size)}</Td>
                  <Td className="max-w-44 xl:max-w-72">
                    <span className="flex min-w-0 items-center gap-1">
                      <Value text={checkpoint.root} mono />
                      <CopyButton text={checkpoint.root} label={`Copy the root of ${cluster}`} />
                    </span>
                  </Td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
