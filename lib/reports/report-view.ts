/** What the page of one report shows of it: the first page and its checks; the rest is in the files. */
import type { ReportData } from '@/lib/reports/report-data';

export type ReportView = Pick<
  ReportData,
  'definition' | 'scope' | 'population' | 'coverage' | 'pseudonyms' | 'fields' | 'verification'
> & {
  checks: Pick<ReportData['checks'][number], 'title' | 'why' | 'expect' | 'events' | 'query'>[];
  sample: { seed: string; events: number };
};
