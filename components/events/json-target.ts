/** Which values of the original event are fields of the filter. */

import { cellTarget, type ValueTarget } from '@/components/events/cell-condition';
import type { ColumnId } from '@/components/events/event-columns';
import type { EventRow } from '@/lib/search/event-answers';

const columnOfPath = new Map<string, ColumnId>([
  ['user.username', 'user'],
  ['impersonatedUser.username', 'impersonatedUser'],
  ['verb', 'verb'],
  ['objectRef.resource', 'resource'],
  ['objectRef.apiGroup', 'apiGroup'],
  ['objectRef.subresource', 'subresource'],
  ['objectRef.namespace', 'namespace'],
  ['objectRef.name', 'name'],
  ['responseStatus.code', 'code'],
  ['responseStatus.reason', 'reason'],
  ['annotations.authorization.k8s.io/decision', 'decision'],
  ['stage', 'stage'],
  ['level', 'level'],
  ['userAgent', 'userAgent'],
  ['auditID', 'auditID'],
]);

/** The condition that the value at a path stands for, where the index holds that very value. */
export function jsonTarget(row: EventRow, path: readonly string[], value: unknown): ValueTarget | null {
  const column = path[0] === 'sourceIPs' && value === row.sourceIP ? 'sourceIP' : columnOfPath.get(path.join('.'));
  if (column === undefined) return null;
  const target = cellTarget(row, column);
  // What the index holds can be another value: cut, or read differently. A filter for it would not mean this one.
  return target !== null && target.value === String(value) ? target : null;
}
