/** The statistics of one field under a filter. */
import type { EventFilter } from '@/lib/search/event-filter';
import { freezeTime } from '@/lib/search/freeze-time';
import { fieldStatistics } from '@/lib/statistics/field-statistics';
import { pathStatistics } from '@/lib/statistics/path-statistics';
import type { FieldStatistics } from '@/lib/statistics/statistics-answers';
import type { StatisticsField } from '@/lib/statistics/statistics-field';

/** Throws SearchTimeoutError, and the signal's reason when nobody waits any more. */
export function getStatistics(question: {
  filter: EventFilter;
  field: StatisticsField;
  limit: number;
  signal: AbortSignal;
}): Promise<FieldStatistics> {
  const { field, limit, signal } = question;
  const filter = freezeTime(question.filter, Date.now() * 1000);
  if (field.kind === 'field') return fieldStatistics(filter, field.field, limit);
  return pathStatistics(filter, field.path, limit, signal);
}
