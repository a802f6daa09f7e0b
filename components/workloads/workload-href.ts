/** Addresses of the page of one workload, and of exactly the requests behind one of its numbers. */
import { narrowedHref } from '@/components/overview/narrowed-href';
import { pageHref } from '@/components/shell/page-url';
import type { EventFieldName } from '@/lib/audit/event-fields';
import type { EventFilter } from '@/lib/search/filter-state';
import { countedRequestQuery } from '@/lib/workloads/counted-request';

type Named = { cluster: string; workload: string };

export function workloadHref({ cluster, workload }: Named, time: EventFilter['time']): string {
  const params = new URLSearchParams({ cluster: cluster.replace(/[\\*]/g, '\\$&'), of: workload });
  if (time.from !== null) params.set('from', time.from);
  if (time.to !== null) params.set('to', time.to);
  return pageHref('/workloads/view', params);
}

/** Events that are counted as requests, under the filter and these literal values. */
export function requestsHref(
  filter: EventFilter,
  values: Partial<Record<EventFieldName, readonly (string | null)[]>>,
): string {
  const href = narrowedHref(filter, values);
  return `${href}${href.includes('?') ? '&' : '?'}q=${encodeURIComponent(countedRequestQuery)}`;
}
