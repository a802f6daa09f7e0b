'use client';

import Link from 'next/link';
import { formatCount } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Value } from '@/components/ui/value';
import type { ValueCount } from '@/lib/activity/activity-answers';

type ListProps = {
  title: string;
  heading: string;
  values: readonly ValueCount[];
  missing: string;
  hrefOf: (value: string | null) => string | null;
};

/** Values of one kind that a workload used, with what is new among them. */
export function ValueList({ title, heading, values, missing, hrefOf }: ListProps) {
  const allNew = values.every(({ isNew }) => isNew);
  return (
    <Panel title={title}>
      <Table aria-label={title} className="table-fixed">
        <thead>
          <tr>
            <Th>{heading}</Th>
            <Th align="right" className="w-24">
              Requests
            </Th>
            <Th align="right" className="w-20">
              Failed
            </Th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ value, requests, failed, isNew }) => {
            const href = hrefOf(value);
            return (
              <tr key={value ?? ''} className="hover:bg-hover">
                <Td>
                  <span className="flex min-w-0 items-center gap-2">
                    {isNew && !allNew ? (
                      <span className="shrink-0 rounded-md border border-dashed border-danger px-1 text-xs font-medium text-danger">
                        new
                      </span>
                    ) : null}
                    {value === null ? <span className="text-faint">{missing}</span> : <Value text={value} mono />}
                  </span>
                </Td>
                <Td align="right">
                  {href === null ? (
                    formatCount(requests)
                  ) : (
                    <Link href={href} prefetch={false} className="rounded-sm text-accent hover:underline">
                      {formatCount(requests)}
                    </Link>
                  )}
                </Td>
                <Td align="right" className={failed === 0 ? 'text-faint' : ''}>
                  {formatCount(failed)}
                </Td>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </Panel>
  );
}
