'use client';

import { ArrowDown } from 'lucide-react';
import Link from 'next/link';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { formatCount } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import { LearningBadge } from '@/components/workloads/learning-badge';
import { WorkloadBars } from '@/components/workloads/workload-bars';
import { requestsHref, workloadHref } from '@/components/workloads/workload-href';
import type { WorkloadList as List, WorkloadRow, WorkloadSort } from '@/lib/activity/activity-answers';
import { failedOutcomes } from '@/lib/audit/outcome';
import { writeVerbs } from '@/lib/workloads/counted-request';

type ListProps = { list: List; sort: WorkloadSort; onSort: (sort: WorkloadSort) => void; withCluster: boolean };

const numbers = [
  ['requests', 'Requests'],
  ['writes', 'Writes'],
  ['failed', 'Failed'],
  ['denied', 'Denied'],
] as const;

const link = 'rounded-sm text-accent hover:underline';

/** Each workload in a row; every number leads to exactly the events behind it. */
export function WorkloadTable({ list, sort, onSort, withCluster }: ListProps) {
  const { settledFilter } = useFilterNavigation();
  const bucketWords = formatDuration(list.bucketSeconds);
  return (
    <Table aria-label="Workloads">
      <thead>
        <tr>
          <SortHeading name="name" label="Workload" sort={sort} onSort={onSort} />
          {withCluster ? <Th>Cluster</Th> : null}
          {numbers.map(([name, label]) => (
            <SortHeading key={name} name={name} label={label} sort={sort} onSort={onSort} right />
          ))}
          <Th>1 bar = {bucketWords}</Th>
          <Th>Last seen</Th>
          <SortHeading name="deviations" label="Deviations" sort={sort} onSort={onSort} right />
        </tr>
      </thead>
      <tbody>
        {list.workloads.map((row) => (
          <tr key={`${row.cluster} ${row.workload}`} className="hover:bg-hover">
            <Td className="max-w-0 w-full min-w-48">
              <span className="flex min-w-0 items-center gap-2">
                <Link href={workloadHref(row, settledFilter.time)} prefetch={false} className={`min-w-0 ${link}`}>
                  <Value text={row.workload} mono />
                </Link>
                <LearningBadge hoursLeft={row.learningHoursLeft} />
              </span>
            </Td>
            {withCluster ? (
              <Td className="max-w-32">
                <Value text={row.cluster} />
              </Td>
            ) : null}
            {numbers.map(([name]) => (
              <Td key={name} align="right">
                {row[name] === 0 ? (
                  <span className="text-faint">0</span>
                ) : (
                  <Link href={requestsHref(settledFilter, valuesOf(row, name))} prefetch={false} className={link}>
                    {formatCount(row[name])}
                  </Link>
                )}
              </Td>
            ))}
            <Td>
              <WorkloadBars bars={row.bars} failed={row.failedBars} bucketWords={bucketWords} />
            </Td>
            <Td className="whitespace-nowrap">
              <Time at={row.lastAt} short />
            </Td>
            <Td align="right">
              <DeviationCount row={row} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Full diamonds for those that were raised, empty ones for the rest. */
function DeviationCount({ row }: { row: WorkloadRow }) {
  const { settledFilter } = useFilterNavigation();
  if (row.deviations === 0) return <span className="text-faint">0</span>;
  const below = row.deviations - row.raised;
  return (
    <Link
      href={`${workloadHref(row, settledFilter.time)}#deviations`}
      prefetch={false}
      title={`${formatCount(row.raised)} raised, ${formatCount(below)} below the alert budget`}
      className={`${link} whitespace-nowrap`}
    >
      {row.raised > 0 ? (
        <span>
          <span aria-hidden className="text-danger">
            ◆
          </span>{' '}
          {formatCount(row.raised)}
          <span className="sr-only"> raised</span>
        </span>
      ) : null}
      {below > 0 ? (
        <span className="ml-2 text-muted">
          <span aria-hidden>◇</span> {formatCount(below)}
          <span className="sr-only"> below the alert budget</span>
        </span>
      ) : null}
    </Link>
  );
}

type HeadingProps = {
  name: WorkloadSort;
  label: string;
  sort: WorkloadSort;
  onSort: (sort: WorkloadSort) => void;
  right?: boolean;
};

/** Numbers are sorted from the most down, names from A on: the other way round is of no use here. */
function SortHeading({ name, label, sort, onSort, right = false }: HeadingProps) {
  const current = sort === name;
  return (
    <Th
      align={right ? 'right' : 'left'}
      aria-sort={current ? (name === 'name' ? 'ascending' : 'descending') : undefined}
    >
      <button
        type="button"
        onClick={() => onSort(name)}
        title={`Sort by ${label.toLowerCase()}`}
        className={`inline-flex items-center gap-1 rounded-sm hover:text-ink ${current ? 'text-ink' : ''}`}
      >
        {label}
        {current ? <ArrowDown size={12} aria-hidden className={name === 'name' ? 'rotate-180' : ''} /> : null}
      </button>
    </Th>
  );
}

function valuesOf({ cluster, workload }: WorkloadRow, number: (typeof numbers)[number][0]) {
  const own = { cluster: [cluster], workload: [workload] };
  if (number === 'writes') return { ...own, verb: writeVerbs };
  if (number === 'failed') return { ...own, outcome: failedOutcomes };
  return number === 'denied' ? { ...own, outcome: ['denied'] } : own;
}
