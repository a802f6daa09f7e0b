/** From the narrow index row and the dictionary to what lists show: no evidence is touched. */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { outcomes } from '@/lib/audit/outcome';
import type { EventRow } from '@/lib/search/event-answers';
import { formatPlace } from '@/lib/search/event-cursor';
import type { TermDictionary } from '@/lib/search/term-dictionary';

/** Columns of `event` as event rows need them. */
export const EVENT_COLUMNS =
  'at, hash::text as hash, cluster_id as "clusterId", combination_id as combination, audit_key::text as "auditKey", audit_key_is_id as "auditKeyIsId", name';

export type EventIndexRow = {
  at: number;
  hash: string;
  clusterId: number;
  combination: number;
  auditKey: string;
  auditKeyIsId: boolean;
  name: string | null;
};

export function toEventRow(row: EventIndexRow, dictionary: TermDictionary): EventRow {
  const textOf = (name: EventFieldName): string | null => {
    const column = dictionary.columns[eventFieldNames.indexOf(name)] as Int32Array;
    const term = column[row.combination] as number;
    return term === 0 ? null : (dictionary.values[term] as string);
  };
  const code = textOf('code');
  const outcome = textOf('outcome');
  return {
    id: formatPlace(row),
    at: formatRfc3339(row.at),
    auditID: row.auditKeyIsId ? row.auditKey : null,
    user: textOf('user'),
    impersonatedUser: textOf('impersonatedUser'),
    verb: textOf('verb'),
    resource: textOf('resource'),
    apiGroup: textOf('apiGroup'),
    subresource: textOf('subresource'),
    namespace: textOf('namespace'),
    name: row.name,
    sourceIP: textOf('sourceIP'),
    stage: textOf('stage'),
    level: textOf('level'),
    code: code === null ? null : Number(code),
    outcome: outcomes.find((known) => known === outcome) ?? 'noResponse',
    decision: textOf('decision'),
    reason: textOf('reason'),
    workload: textOf('workload'),
    userAgent: textOf('userAgent'),
    cluster: textOf('cluster') ?? '',
  };
}
