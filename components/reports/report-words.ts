/** Words about reports. */
import { formatCount } from '@/components/ui/format-number';
import { type ShownZone, timeParts } from '@/components/ui/format-time';
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
export function periodWords({ from, to }: MadeReport['request'], zone: ShownZone): string {
  return `${shortTime(from, zone)} – ${shortTime(to, zone)}`;
}

function shortTime(at: string, zone: ShownZone): string {
  const parts = timeParts(at, zone);
  if (parts === null) return at;
  const fraction = parts.fraction === '.000000' ? '' : parts.fraction;
  const time = `${parts.time}${fraction}`.replace(/^(\d\d:\d\d):00$/, '$1');
  return time === '00:00' ? parts.date : `${parts.date} ${time}`;
}
