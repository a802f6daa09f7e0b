/** The state that page URL, API parameters, chips, facets and query text share (event-filter.ts reads and writes it). */
import type { EventFieldName } from '@/lib/audit/event-fields';
import type { QueryNode } from '@/lib/query/query-tree';
import type { TimeRange } from '@/lib/search/time-range';

/** Values as in the URL; null stands for "missing". */
export type FieldCondition = { include: (string | null)[]; exclude: (string | null)[] };

export type EventFilter = {
  conditions: Partial<Record<EventFieldName, FieldCondition>>;
  name: string | null;
  auditID: string | null;
  text: string | null;
  time: TimeRange;
  /** What must hold besides, and no chip can say: alternatives across fields, groups, paths into bodies … */
  expression: QueryNode | null;
};

export const emptyFilter: EventFilter = {
  conditions: {},
  name: null,
  auditID: null,
  text: null,
  time: { from: null, to: null },
  expression: null,
};
