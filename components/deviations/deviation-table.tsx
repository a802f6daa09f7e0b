'use client';

import Link from 'next/link';
import {
  deviationHref,
  kindLabels,
  rarityWords,
  sentenceWithout,
  verdictLabels,
} from '@/components/deviations/deviation-words';
import { groupByIncident, type IncidentGroup } from '@/components/deviations/incident-groups';
import { SeverityMark } from '@/components/deviations/severity-mark';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { formatPlural } from '@/components/ui/format-number';
import { formatTimeSpan } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { Value, VisibleText } from '@/components/ui/value';
import { workloadHref } from '@/components/workloads/workload-href';
import type { Deviation } from '@/lib/baselines/deviation-answers';

type TableProps = {
  deviations: readonly Deviation[];
  /** The number that each has on the chart of the page. */
  numbers?: ReadonlyMap<string, number>;
  withWorkload?: boolean;
  /** Under a heading for each incident of more than one. */
  grouped?: boolean;
  label?: string;
};

/** Deviations, each with its sentence first; how rare it is stands below. */
export function DeviationTable({ deviations, numbers, withWorkload = false, grouped = false, label }: TableProps) {
  const groups = grouped
    ? groupByIncident(deviations)
    : deviations.map((one) => groupByIncident([one])[0]).filter((group) => group !== undefined);
  const columns = 4 + (numbers ? 1 : 0) + (withWorkload ? 1 : 0);
  return (
    <Table aria-label={label ?? 'Deviations'} className="table-fixed">
      <thead>
        <tr>
          {numbers ? <Th className="w-12">No.</Th> : null}
          <Th className="w-24">Severity</Th>
          {withWorkload ? <Th className="w-64 max-xl:w-44">Workload</Th> : null}
          <Th>What</Th>
          <Th className="w-48">Start</Th>
          <Th className="w-24">Verdict</Th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.deviations[0]?.id}>
          {group.incidentId === null ? null : <IncidentHeading group={group} columns={columns} />}
          {group.deviations.map((deviation) => (
            <DeviationRow
              key={deviation.id}
              deviation={deviation}
              number={numbers ? (numbers.get(deviation.id) ?? null) : undefined}
              withWorkload={withWorkload}
              indented={group.incidentId !== null}
            />
          ))}
        </tbody>
      ))}
    </Table>
  );
}

function IncidentHeading({ group, columns }: { group: IncidentGroup; columns: number }) {
  const [zone] = useShownZone();
  const [first, ...others] = group.workloads;
  return (
    <tr className="bg-sunken">
      <th scope="rowgroup" colSpan={columns} className="h-8 border-b border-line px-3 text-left text-sm font-medium">
        <span className="flex flex-wrap items-center gap-x-3">
          <SeverityMark severity={group.severity} />
          <span>
            Incident: {formatPlural(group.deviations.length, 'deviation')} of <VisibleText text={first ?? ''} />
            {others.length > 0 ? ` and ${formatPlural(others.length, 'other workload')}` : ''}
          </span>
          <span className="text-xs font-normal text-muted">{formatTimeSpan(group.start, group.end, zone)}</span>
        </span>
      </th>
    </tr>
  );
}

type RowProps = {
  deviation: Deviation;
  /** Undefined: the table has no numbers. */
  number: number | null | undefined;
  withWorkload: boolean;
  indented: boolean;
};

function DeviationRow({ deviation, number, withWorkload, indented }: RowProps) {
  const { settledFilter } = useFilterNavigation();
  const { verdict } = deviation;
  return (
    <tr className="align-top hover:bg-hover [&>td]:py-1">
      {number === undefined ? null : (
        <Td>
          <span className="inline-flex size-5 items-center justify-center rounded-full border-2 border-danger text-xs font-semibold">
            {number}
          </span>
        </Td>
      )}
      <Td className={indented ? 'pl-6!' : ''}>
        <SeverityMark severity={deviation.severity} />
      </Td>
      {withWorkload ? (
        <Td>
          <Link
            href={workloadHref(deviation, settledFilter.time)}
            prefetch={false}
            className="inline-flex max-w-full rounded-sm text-accent hover:underline"
          >
            <Value text={deviation.workload} mono />
          </Link>
        </Td>
      ) : null}
      <Td>
        <Link
          href={deviationHref(deviation)}
          prefetch={false}
          className="rounded-sm break-words text-accent hover:underline"
        >
          <VisibleText text={sentenceWithout(deviation)} />
        </Link>
        <span className="block text-xs text-muted">
          {kindLabels[deviation.kind]} · {rarityWords(deviation.explanation.oneIn)}
          {deviation.raised ? '' : ' · below the budget'}
        </span>
      </Td>
      <Td className="whitespace-nowrap">
        <Time at={deviation.start} short />
      </Td>
      <Td className="text-xs">
        {verdict === null ? (
          <span className="text-faint">none yet</span>
        ) : (
          <span title={`${verdict.person}: ${verdict.reason}`}>{verdictLabels[verdict.verdict]}</span>
        )}
      </Td>
    </tr>
  );
}
