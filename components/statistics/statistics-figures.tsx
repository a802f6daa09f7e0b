import { formatCount, formatPlural, formatShare } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import type { FieldStatistics } from '@/lib/statistics/statistics-answers';

/** What all values together say, and of how many events that is. */
export function StatisticsFigures({ statistics }: { statistics: FieldStatistics }) {
  const { field, total, read, stoppedBy, missing, withoutText, distinct } = statistics;
  return (
    <div className="shrink-0 border-b border-line px-4 py-3 text-sm" role="status" data-testid="statistics-figures">
      <p className="font-mono text-xs break-all text-faint">{field}</p>
      <p className="mt-1">
        <strong className="font-semibold">{formatPlural(distinct, 'distinct value')}</strong> in{' '}
        {formatPlural(read, 'event')}
        <span className="text-muted">
          {' · '}missing in {formatCount(missing)} ({formatShare(missing, read)})
          {withoutText > 0 ? ` · an object in ${formatCount(withoutText)}` : ''}
        </span>
      </p>
      {stoppedBy === null ? null : (
        <Notice className="mt-2">
          These are the newest {formatCount(read)} of {formatPlural(total, 'event')}:{' '}
          {stoppedBy === 'events' ? 'no more originals are read for one answer' : 'reading more would take too long'}.
          Choose a shorter time range or add a filter to have all.
        </Notice>
      )}
    </div>
  );
}
