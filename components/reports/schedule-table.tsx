'use client';

import { useRouter } from 'next/navigation';
import { askCase } from '@/components/cases/ask-case';
import { Button } from '@/components/ui/button';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { Value, VisibleText } from '@/components/ui/value';
import { type ReportSchedule, reportSchedulesSchema } from '@/lib/reports/report-answers';

/** What is made again and again. */
export function ScheduleTable({ schedules }: { schedules: ReportSchedule[] }) {
  const router = useRouter();
  async function end(id: number) {
    await askCase('POST', `/api/v1/reports/schedules/${id}/end`, reportSchedulesSchema);
    router.refresh();
  }
  return (
    <div className="overflow-x-auto">
      <Table>
        <thead>
          <tr>
            <Th>Report</Th>
            <Th>How often</Th>
            <Th>Cluster</Th>
            <Th>Scope</Th>
            <Th>Next</Th>
            <Th>By</Th>
            <Th align="right">
              <span className="sr-only">End</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {schedules.map((one) => (
            <tr key={one.id}>
              <Td className="font-mono text-xs">{one.control}</Td>
              <Td>{one.every}</Td>
              <Td className="max-w-40">
                <Value text={one.clusters.length === 0 ? 'all' : one.clusters.join(', ')} />
              </Td>
              <Td>
                <VisibleText
                  text={[one.scope ?? 'all namespaces', one.query, one.pseudonyms ? 'pseudonyms' : '']
                    .filter((text) => text !== '')
                    .join('; ')}
                />
              </Td>
              <Td className="whitespace-nowrap">
                <Time at={one.nextAt} short />
                {one.problem === null ? null : <span className="block text-xs text-danger">{one.problem}</span>}
              </Td>
              <Td className="max-w-40">
                <Value text={one.askedBy} />
              </Td>
              <Td align="right">
                <Button size="sm" onClick={() => void end(one.id)} aria-label={`End the schedule of ${one.control}`}>
                  End
                </Button>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
