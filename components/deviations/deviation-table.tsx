'use client';

import Link from 'next/link';
import { deviationHref, kindLabels, rarityWords, verdictLabels } from '@/components/deviations/deviation-words';
import { SeverityMark } from '@/components/deviations/severity-mark';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { Value, VisibleText } from '@/components/ui/value';
import { workloadHref } from '@/components/workloads/workload-href';
import type { Deviation } from '@/lib/baselines/deviation-answers';

type TableProps = {
  deviations: readonly Deviation[];
  /** The number that each has on the chart of the page. */
  numbers?: ReadonlyMap<string, number>;
  withWorkload?: boolean;
  label?: string;
};

/** Deviations, each with its sentence first. */
export function DeviationTable({ deviations, numbers, withWorkload = false, label = 'Deviations' }: TableProps) {
  const { settledFilter } = useFilterNavigation();
  return (
    <Table aria-label={label}>
      <thead>
        <tr>
          {numbers ? <Th>No.</Th> : null}
          <Th>Severity</Th>
          <Th className="w-full">What</Th>
          {withWorkload ? <Th>Workload</Th> : null}
          <Th>Kind</Th>
          <Th>Start</Th>
          <Th className="max-xl:hidden">As rare as</Th>
          <Th>Verdict</Th>
        </tr>
      </thead>
      <tbody>
        {deviations.map((deviation) => (
          <tr key={deviation.id} className="align-top hover:bg-hover [&>td]:py-1">
            {numbers ? (
              <Td>
                <span className="inline-flex size-5 items-center justify-center rounded-full border-2 border-danger text-2xs font-semibold">
                  {numbers.get(deviation.id)}
                </span>
              </Td>
            ) : null}
            <Td>
              <SeverityMark severity={deviation.severity} />
            </Td>
            <Td className="min-w-56">
              <Link
                href={deviationHref(deviation)}
                prefetch={false}
                className="rounded-sm break-words text-accent hover:underline"
              >
                <VisibleText text={deviation.explanation.sentence} />
              </Link>
              {deviation.raised ? null : <span className="ml-2 text-xs text-faint">below the budget</span>}
            </Td>
            {withWorkload ? (
              <Td className="max-w-52">
                <Link
                  href={workloadHref(deviation, settledFilter.time)}
                  prefetch={false}
                  className="inline-flex max-w-full rounded-sm text-accent hover:underline"
                >
                  <Value text={deviation.workload} mono />
                </Link>
              </Td>
            ) : null}
            <Td className="text-xs whitespace-nowrap text-muted">{kindLabels[deviation.kind]}</Td>
            <Td className="whitespace-nowrap">
              <Time at={deviation.start} short />
            </Td>
            <Td className="text-xs whitespace-nowrap text-muted max-xl:hidden">
              {rarityWords(deviation.explanation.oneIn)}
            </Td>
            <Td className="text-xs whitespace-nowrap">
              {deviation.verdict === null ? (
                <span className="text-faint">none yet</span>
              ) : (
                <span title={`${deviation.verdict.person}: ${deviation.verdict.reason}`}>
                  {verdictLabels[deviation.verdict.verdict]}
                </span>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
