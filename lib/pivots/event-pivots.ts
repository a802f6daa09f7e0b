/**
 * The ways on from one event, each with its exact count where the counts know it, where an index finds the rows, or where
 * the window is so short that reading it costs nothing. Elsewhere the count comes with the events when the way is taken.
 */
import { MICROSECONDS_PER_SECOND, parseRfc3339 } from '@/lib/audit/microseconds';
import type { Pivot, Pivots } from '@/lib/pivots/pivot-answers';
import { type PivotFilter, pivotFilters } from '@/lib/pivots/pivot-filters';
import { surroundingTime } from '@/lib/pivots/surrounding-time';
import { countEvents } from '@/lib/search/count-events';
import { getEventDetail } from '@/lib/search/event-detail';
import { type EventFilter, serializeEventFilter } from '@/lib/search/event-filter';
import { SearchTimeoutError } from '@/lib/search/search-timeout';
import { resolveTimeRange, type TimeRange } from '@/lib/search/time-range';

/** Windows of up to this length are counted whatever the condition is, unless it means to read the evidence. */
const SHORT_SECONDS = 3600;

const surroundingNames: ReadonlySet<string> = new Set(['everything', 'user', 'sourceIP', 'object']);

/** `time` is the window of the pivots that are not around the event. Null where there is no such event. */
export async function getEventPivots(question: {
  id: string;
  seconds: number;
  time: TimeRange;
}): Promise<Pivots | null> {
  const detail = await getEventDetail(question.id);
  if (detail === null) return null;
  const around = surroundingTime(parseRfc3339(detail.row.at) ?? 0, question.seconds);
  const same = pivotFilters(detail.row, detail.event, question.time).filter(({ name }) => name !== 'everything');
  const surrounding = pivotFilters(detail.row, detail.event, around).filter(({ name }) => surroundingNames.has(name));
  return {
    same: await Promise.all(same.map(countPivot)),
    surrounding: await Promise.all(surrounding.map(countPivot)),
    seconds: question.seconds,
    from: around.from ?? '',
    to: around.to ?? '',
  };
}

async function countPivot({ name, value, filter }: PivotFilter): Promise<Pivot> {
  const total = isCheap(filter) ? await countInTime(filter) : null;
  return { name, value, query: serializeEventFilter(filter).toString(), total };
}

function isCheap(filter: EventFilter): boolean {
  if (filter.text !== null) return false;
  return filter.name === null || filter.auditID !== null || lengthOf(filter.time) <= SHORT_SECONDS;
}

function lengthOf(time: TimeRange): number {
  const { from, to } = resolveTimeRange(time, Date.now() * 1000);
  if (from === null) return Infinity;
  return ((to ?? Date.now() * 1000) - from) / MICROSECONDS_PER_SECOND;
}

async function countInTime(filter: EventFilter): Promise<number | null> {
  try {
    return await countEvents(filter);
  } catch (error) {
    if (error instanceof SearchTimeoutError) return null;
    throw error;
  }
}
