/** What a name stands for when its statistics are asked: a field of the index, or a path into the event. */
import { type EventFieldName, findEventField } from '@/lib/audit/event-fields';
import { findSubject } from '@/lib/query/query-words';

export type StatisticsField = { kind: 'field'; field: EventFieldName } | { kind: 'path'; path: string };

const MAX_PATH = 512;

/** Null where the name is none. */
export function statisticsField(name: string): StatisticsField | null {
  const field = findEventField(name);
  if (field) return { kind: 'field', field: field.name };
  if (name === '' || name.length > MAX_PATH || name.includes('\0')) return null;
  const subject = findSubject(name);
  if (subject?.kind === 'field' || subject?.kind === 'path') return subject;
  if (subject?.kind === 'name') return { kind: 'path', path: 'objectRef.name' };
  return subject?.kind === 'auditID' ? { kind: 'path', path: 'auditID' } : null;
}
