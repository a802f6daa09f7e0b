/** What a list of requests says in words. */
import { formatPlural } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import type { AuditRequest, RequestPage } from '@/lib/requests/request-answers';
import type { EventRow } from '@/lib/search/event-answers';

/** "1,204 events in 611 requests"; without the requests where their number is not exact. */
export function totalWords({ events, requestCount }: Pick<RequestPage, 'events' | 'requestCount'>): string {
  const words = formatPlural(events, 'event');
  return requestCount === null ? words : `${words} in ${formatPlural(requestCount, 'request')}`;
}

/** The last event, which stands for the request. A create has its object's name only from the stage on that read the body. */
export function lastStage({ stages }: Pick<AuditRequest, 'stages'>): EventRow | undefined {
  const last = stages.at(-1);
  return last && { ...last, name: stages.map(({ name }) => name).findLast((name) => name !== null) ?? null };
}

/** "18.5 ms", "open: no end recorded", "never completed" */
export function durationWords({ state, durationSeconds }: Pick<AuditRequest, 'state' | 'durationSeconds'>): string {
  if (state === 'open') return 'open: no end recorded';
  if (state === 'unanswered') return 'never completed';
  if (durationSeconds === null) return state === 'panicked' ? 'panicked' : 'not known';
  const words = durationSeconds === 0 ? '0 s' : formatDuration(durationSeconds);
  return state === 'panicked' ? `panicked after ${words}` : words;
}
