/** Words about reports. */
import { formatCount } from '@/components/ui/format-number';
import type { MadeReport, ReportSummary } from '@/lib/reports/report-answers';

export function stateWords({ state, parts, partsDone, error }: MadeReport): string {
  switch (state) {
    case 'queued':
      return 'waits';
    case 'running':
      return parts === 0 ? 'being made' : `being made, ${partsDone} of ${parts} parts`;
    case 'done':
      return 'made';
    case 'failed':
      return error ?? 'failed';
    case 'cancelled':
      return 'cancelled';
  }
}

export const coverageWords: Record<ReportSummary['coverage'], string> = {
  covered: 'covered',
  gaps: 'gaps',
  unknown: 'cannot be told',
};

export function exceptionWords({ checks, exceptions }: ReportSummary): string {
  return checks === 0 ? 'no checks' : `${formatCount(exceptions)} of ${formatCount(checks)} checks`;
}

export function reviewWords({ signOffs }: MadeReport): string {
  const last = signOffs.at(-1);
  return last ? `${last.verdict}, ${last.person}` : 'not yet';
}

/** Days without their time where they begin at midnight. */
export function periodWords({ from, to }: MadeReport['request']): string {
  return `${shortTime(from)} – ${shortTime(to)}`;
}

function shortTime(time: string): string {
  const iso = new Date(time).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}
