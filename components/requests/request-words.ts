/** What a list of requests says in words. */
import { formatPlural } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import type { AuditRequest, RequestPage } from '@/lib/requests/request-answers';

/** "1,204 events in 611 requests"; without the requests where their number is not exact. */
export function totalWords({ events, requestCount }: Pick<RequestPage, 'events' | 'requestCount'>): string {
  const words = formatPlural(events, 'event');
  return requestCount === null ? words : `${words} in ${formatPlural(requestCount, 'request')}`;
}

/** "18.5 ms", "open: no end recorded", "never completed" */
export function durationWords({ state, durationSeconds }: Pick<AuditRequest, 'state' | 'durationSeconds'>): string {
  if (state === 'open') return 'open: no end recorded';
  if (state === 'unanswered') return 'never completed';
  if (durationSeconds === null) return state === 'panicked' ? 'panicked' : 'not known';
  const words = durationSeconds === 0 ? '0 s' : formatDuration(durationSeconds);
  return state === 'panicked' ? `panicked after ${words}` : words;
}
