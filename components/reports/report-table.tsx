'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { askCase } from '@/components/cases/ask-case';
import { coverageWords, exceptionWords, periodWords, reviewWords, stateWords } from '@/components/reports/report-words';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { Value } from '@/components/ui/value';
import { isMaking, type MadeReport, madeReportSchema } from '@/lib/reports/report-answers';

/** The reports that were asked for, each with its state or its first figures. */
export function ReportTable({ reports }: { reports: MadeReport[] }) {
  const router = useRouter();
  const [zone] = useShownZone();
  async function cancel(id: string) {
    await askCase('POST', `/api/v1/reports/${id}/cancel`, madeReportSchema);
    router.refresh();
  }
  return (
    <div className="overflow-x-auto xl:overflow-x-visible">
      <Table>
        <thead>
          <tr>
            <Th>Report</Th>
            <Th>Period ({zone === 'utc' ? 'UTC' : 'local time'})</Th>
            <Th>Cluster</Th>
            <Th align="right">Population</Th>
            <Th>Coverage</Th>
            <Th>Exceptions</Th>
            <Th>Reviewed</Th>
            <Th className="max-xl:hidden">Asked for</Th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <tr key={report.id}>
              <Td className="max-w-96">
                <Link
                  href={`/reports/${report.id}`}
                  prefetch={false}
                  className="block truncate rounded text-accent hover:underline"
                  title={report.title}
                >
                  <span className="font-mono text-xs">{report.request.control}</span>{' '}
                  {report.title.replace(/^[^:]*: /, '')}
                </Link>
              </Td>
              <Td className="whitespace-nowrap text-xs tabular-nums">{periodWords(report.request, zone)}</Td>
              <Td className="max-w-40">
                <Value text={report.request.clusters.length === 0 ? 'all' : report.request.clusters.join(', ')} />
              </Td>
              {report.summary === null ? (
                <Td colSpan={4} className="text-muted">
                  <span className="flex items-center gap-3 py-0.5">
                    <span className="min-w-0 break-words">{stateWords(report)}</span>
                    {isMaking(report) ? (
                      <>
                        <progress
                          aria-label={`Progress of ${report.request.control}`}
                          className="h-1.5 w-32 accent-accent"
                          max={Math.max(1, report.parts)}
                          value={report.partsDone}
                        />
                        <Button size="sm" onClick={() => void cancel(report.id)}>
                          Cancel
                        </Button>
                      </>
                    ) : null}
                  </span>
                </Td>
              ) : (
                <>
                  <Td align="right">{formatCount(report.summary.events)}</Td>
                  <Td className={report.summary.coverage === 'covered' ? '' : 'text-client-error-ink'}>
                    {coverageWords[report.summary.coverage]}
                  </Td>
                  <Td>{exceptionWords(report.summary)}</Td>
                  <Td className="max-w-48">
                    <Value text={reviewWords(report)} />
                  </Td>
                </>
              )}
              <Td className="whitespace-nowrap max-xl:hidden">
                <Time at={report.createdAt} short />
                {report.scheduled ? <span className="text-xs text-muted"> on schedule</span> : null}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
