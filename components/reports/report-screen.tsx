'use client';

import Link from 'next/link';
import { periodWords, stateWords } from '@/components/reports/report-words';
import { SignOffForm } from '@/components/reports/sign-off-form';
import { useRefresh } from '@/components/reports/use-refresh';
import { pageHref } from '@/components/shell/page-url';
import { buttonClass } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { Value, VisibleText } from '@/components/ui/value';
import { isMaking, type MadeReport } from '@/lib/reports/report-answers';
import { reportFormats } from '@/lib/reports/report-formats';
import type { ReportView } from '@/lib/reports/report-view';

/** One report: its first page, its checks as links to the events, its files, and what reviewers said. */
export function ReportScreen({ report, view }: { report: MadeReport; view: ReportView | null }) {
  useRefresh(isMaking(report));
  return (
    <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="text-xs text-muted">
            <Link href="/reports" prefetch={false} className="rounded text-accent underline">
              Reports
            </Link>{' '}
            / {report.request.control}
          </p>
          <h1 className="text-lg font-semibold">
            <VisibleText text={report.title} />
          </h1>
          <p className="text-sm text-muted">
            <VisibleText text={report.question} />
          </p>
        </div>
        {view === null ? null : (
          <div className="flex gap-2">
            {reportFormats.map((format) => (
              <a
                key={format}
                href={`/api/v1/reports/${report.id}/file?format=${format}`}
                download
                className={buttonClass(format === 'pdf' ? 'primary' : 'secondary')}
              >
                {format.toUpperCase()}
              </a>
            ))}
          </div>
        )}
      </header>
      {view === null ? (
        <Panel title="State">
          <p className="p-3 text-sm">{stateWords(report)}</p>
        </Panel>
      ) : (
        <Made report={report} view={view} />
      )}
    </div>
  );
}

function Made({ report, view }: { report: MadeReport; view: ReportView }) {
  const [zone] = useShownZone();
  const { coverage, population, scope } = view;
  return (
    <>
      {coverage.state === 'covered' ? null : <Notice>{coverage.sentence}</Notice>}
      {coverage.arriving ? (
        <Notice>
          Events of this period were still arriving while the report was made. Make it again when the period is over.
        </Notice>
      ) : null}
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-[5fr_2fr]">
        <div className="flex min-w-0 flex-col gap-3">
          <Panel title="Population">
            <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 p-3 text-sm">
              <dt className="text-muted">Events</dt>
              <dd>
                {view.pseudonyms ? (
                  formatCount(population.events)
                ) : (
                  <EventsLink query={population.query} count={population.events} />
                )}
              </dd>
              <dt className="text-muted">Period</dt>
              <dd>
                {periodWords(report.request, zone)} {zone === 'utc' ? 'UTC' : 'local time'}, the end not included
              </dd>
              <dt className="text-muted">Clusters</dt>
              <dd className="min-w-0">
                <Value text={scope.clusters.join(', ')} />
              </dd>
              <dt className="text-muted">Namespaces</dt>
              <dd>
                {scope.namespaces === null
                  ? 'all'
                  : `${scope.namespaces.name}: ${scope.namespaces.namespaces.join(', ')}`}
                {scope.namespaces !== null && !scope.namespacesApply
                  ? ' (not applied: the question is about the cluster as a whole)'
                  : ''}
              </dd>
              <dt className="text-muted">Query</dt>
              <dd className="min-w-0 font-mono text-xs break-words">{population.query}</dd>
              <dt className="text-muted">Sample</dt>
              <dd className="min-w-0 break-words">
                {formatCount(view.sample.events)} events, seed{' '}
                <span className="font-mono text-xs">{view.sample.seed}</span>
              </dd>
              <dt className="text-muted">Verification</dt>
              <dd>{view.verification.value}</dd>
            </dl>
          </Panel>
          <Panel title="Checks and exceptions">
            {view.checks.length === 0 ? (
              <p className="p-3 text-sm text-muted">This report has none.</p>
            ) : (
              <div className="overflow-x-auto">
                <Table>
                  <thead>
                    <tr>
                      <Th>Check</Th>
                      <Th>Why</Th>
                      <Th>Expected</Th>
                      <Th align="right">Events</Th>
                    </tr>
                  </thead>
                  <tbody>
                    {view.checks.map((check) => (
                      <tr key={check.title}>
                        <Td className="font-medium">{check.title}</Td>
                        <Td className="min-w-72 py-1 text-muted">{check.why}</Td>
                        <Td>{check.expect}</Td>
                        <Td align="right">
                          {view.pseudonyms ? (
                            formatCount(check.events)
                          ) : (
                            <EventsLink query={check.query} count={check.events} />
                          )}
                        </Td>
                      </tr>
                    ))}
                  </tbody>
                </Table>
              </div>
            )}
          </Panel>
        </div>
        <Panel title="Review">
          {report.signOffs.map((one) => (
            <div key={`${one.at} ${one.person}`} className="border-b border-line px-3 py-2 text-sm">
              <p>
                <strong>{one.verdict}</strong> by <VisibleText text={one.person} />
                {one.how === 'stated' ? ' (as stated)' : ''} <Time at={one.at} short />
              </p>
              {one.reason === '' ? null : (
                <p className="break-words text-muted">
                  <VisibleText text={one.reason} />
                </p>
              )}
            </div>
          ))}
          <SignOffForm report={report} />
        </Panel>
      </div>
    </>
  );
}

/** A number as a link to the events behind it. */
function EventsLink({ query, count }: { query: string; count: number }) {
  return (
    <Link
      href={pageHref('/events', new URLSearchParams({ q: query }))}
      prefetch={false}
      className="rounded text-accent tabular-nums hover:underline"
    >
      {formatCount(count)}
    </Link>
  );
}
