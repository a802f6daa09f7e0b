'use client';

import Link from 'next/link';
import { CaseStatus } from '@/components/cases/case-status';
import { PersonName } from '@/components/cases/person-name';
import { Chip } from '@/components/ui/chip';
import { formatCount } from '@/components/ui/format-number';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';
import type { CaseSummary } from '@/lib/cases/case-answers';

type CaseTableProps = { cases: readonly CaseSummary[]; onTag: (tag: string) => void };

export function CaseTable({ cases, onTag }: CaseTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label="Cases, the last active first" tabIndex={0} className="overflow-x-auto xl:overflow-x-visible">
      <Table className="min-w-[860px]">
        <thead>
          <tr>
            <Th align="right">Case</Th>
            <Th className="w-full">Title</Th>
            <Th>Status</Th>
            <Th>Tags</Th>
            <Th align="right">Pins</Th>
            <Th>Opened by</Th>
            <Th>Last active</Th>
          </tr>
        </thead>
        <tbody>
          {cases.map(({ id, title, status, tags, pins, openedBy, updatedAt }) => (
            <tr key={id} className="hover:bg-hover">
              <Td align="right" className="text-muted">
                {id}
              </Td>
              <Td className="min-w-64 py-1">
                <Link
                  href={`/cases/${id}`}
                  prefetch={false}
                  className="rounded font-medium text-ink hover:text-accent hover:underline"
                >
                  <VisibleText text={title} />
                </Link>
              </Td>
              <Td>
                <CaseStatus status={status} />
              </Td>
              <Td className="py-0.5">
                <span className="flex flex-wrap gap-1">
                  {tags.map((tag) => (
                    <Chip key={tag} onToggle={() => onTag(tag)} toggleLabel={`Cases with the tag ${tag}`}>
                      <VisibleText text={tag} />
                    </Chip>
                  ))}
                </span>
              </Td>
              <Td align="right">{formatCount(pins)}</Td>
              <Td className="whitespace-nowrap">
                <PersonName person={openedBy} />
              </Td>
              <Td>
                <Time at={updatedAt} short />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
