import Link from 'next/link';
import { stackOrder } from '@/components/charts/outcome-series';
import { laneHref, laneKey } from '@/components/identities/lane-chart';
import { formatCount } from '@/components/ui/format-number';
import { Table, Td, Th } from '@/components/ui/table';
import { Value } from '@/components/ui/value';
import { outcomeLabels } from '@/lib/audit/outcome';
import type { IdentityTimeline } from '@/lib/identities/timeline-answers';
import type { EventFilter } from '@/lib/search/filter-state';

/** The lanes as a table: the same exact numbers. */
export function LaneTable({ timeline, filter }: { timeline: IdentityTimeline; filter: EventFilter }) {
  return (
    <Table aria-label="Lanes">
      <thead>
        <tr>
          <Th>Source IP</Th>
          <Th>User agent</Th>
          <Th align="right">Events</Th>
          {stackOrder.map((outcome) => (
            <Th key={outcome} align="right">
              {outcomeLabels[outcome]}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {timeline.lanes.map((lane) => (
          <tr key={laneKey(lane)}>
            <Td>
              <Link
                prefetch={false}
                href={laneHref(filter, lane, null)}
                className="text-accent underline underline-offset-2"
              >
                <Value text={lane.sourceIP ?? 'no source IP'} mono />
              </Link>
            </Td>
            <Td className="max-w-96">
              <Value text={lane.userAgent ?? 'no user agent'} />
            </Td>
            <Td align="right">{formatCount(lane.total)}</Td>
            {stackOrder.map((outcome) => (
              <Td key={outcome} align="right" className={lane.counts[outcome] === 0 ? 'text-faint' : ''}>
                {formatCount(lane.counts[outcome])}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
