/** How a check came out, in words and as a yes or no, the same in every format and on the screen. */
import type { ReportCheck } from '@/lib/reports/report-data';

const whole = new Intl.NumberFormat('en-US');

/** How a check came out, in a word and a number. */
export function checkResult({ expect, events }: Pick<ReportCheck, 'expect' | 'events'>): string {
  if (expect === 'none')
    return events === 0 ? 'none found' : `${whole.format(events)} ${events === 1 ? 'exception' : 'exceptions'}`;
  if (expect === 'some')
    return events === 0 ? 'exception: nothing found' : `${whole.format(events)} found, as expected`;
  return `${whole.format(events)} found`;
}

export function isException({ expect, events }: Pick<ReportCheck, 'expect' | 'events'>): boolean {
  return (expect === 'none' && events > 0) || (expect === 'some' && events === 0);
}
