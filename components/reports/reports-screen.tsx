'use client';

import { ImportOrConnect } from '@/components/imports/import-or-connect';
import { NewReportForm } from '@/components/reports/new-report-form';
import { ReportTable } from '@/components/reports/report-table';
import { ScheduleTable } from '@/components/reports/schedule-table';
import { ScopeEditor } from '@/components/reports/scope-editor';
import { useRefresh } from '@/components/reports/use-refresh';
import { EmptyState } from '@/components/ui/empty-state';
import { formatPlural } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { VisibleText } from '@/components/ui/value';
import { type Controls, isMaking, type MadeReport, type ReportSchedule } from '@/lib/reports/report-answers';
import type { NamespaceScope } from '@/lib/reports/report-request';

type ScreenProps = {
  known: Controls;
  reports: MadeReport[];
  schedules: ReportSchedule[];
  scopes: NamespaceScope[];
  clusters: string[];
  period: { from: string; to: string };
};

/** Reports: make one, the ones that were made, what is on a schedule, and what is in scope. */
export function ReportsScreen({ known, reports, schedules, scopes, clusters, period }: ScreenProps) {
  useRefresh(reports.some(isMaking));
  if (clusters.length === 0) {
    return (
      <EmptyState title="Reports: nothing to report on yet" className="pt-24" action={<ImportOrConnect />}>
        A report answers a control (PCI DSS, HIPAA, GDPR, NIST, SOC 2, ISO 27001, CIS) from the audit log of a cluster.
      </EmptyState>
    );
  }
  return (
    <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <h1 className="text-lg font-semibold">Reports</h1>
      {known.problems.length > 0 ? (
        <Notice>
          <p>
            {formatPlural(known.problems.length, 'definition')} cannot be used. Correct the files, then load this page
            again.
          </p>
          <ul className="mt-1 list-disc pl-4">
            {known.problems.map(({ file, place, message }) => (
              <li key={`${file} ${place} ${message}`} className="break-words">
                <VisibleText text={`${file}, ${place}: ${message}`} />
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <Panel title="Make a report">
        <NewReportForm controls={known.controls} clusters={clusters} scopes={scopes} period={period} />
      </Panel>
      <Panel title={reports.length === 0 ? 'Reports' : formatPlural(reports.length, 'report')}>
        {reports.length === 0 ? (
          <p className="px-3 py-3 text-sm text-muted">
            None yet. The first one appears here when it is asked for, with its population, coverage and exceptions.
          </p>
        ) : (
          <ReportTable reports={reports} />
        )}
      </Panel>
      {schedules.length > 0 ? (
        <Panel title="On a schedule">
          <ScheduleTable schedules={schedules} />
        </Panel>
      ) : null}
      <Panel title="Namespaces in scope">
        <ScopeEditor scopes={scopes} />
      </Panel>
      <p className="text-xs text-muted">
        Own definitions are YAML files in <code className="font-mono break-all">{known.directory}</code>: see
        docs/reports.md.
      </p>
    </div>
  );
}
