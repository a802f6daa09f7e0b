/**
 * A row of Log Analytics' tables AKSAudit and AKSAuditAdmin: the event's fields as columns with names in Pascal case. In a
 * CSV export objects are JSON in text, and times are written as a person in the United States would.
 */
import { type JsonObject, type NativeEvent, withoutMissing } from './native-event';

const COLUMNS: readonly [column: string, field: string][] = [
  ['Level', 'level'],
  ['AuditId', 'auditID'],
  ['Stage', 'stage'],
  ['RequestUri', 'requestURI'],
  ['Verb', 'verb'],
  ['User', 'user'],
  ['ImpersonatedUser', 'impersonatedUser'],
  ['SourceIps', 'sourceIPs'],
  ['UserAgent', 'userAgent'],
  ['ObjectRef', 'objectRef'],
  ['ResponseStatus', 'responseStatus'],
  ['RequestObject', 'requestObject'],
  ['ResponseObject', 'responseObject'],
  ['RequestReceivedTime', 'requestReceivedTimestamp'],
  ['StageReceivedTime', 'stageTimestamp'],
  ['Annotations', 'annotations'],
];
const OBJECTS: ReadonlySet<string> = new Set([
  ...['user', 'impersonatedUser', 'sourceIPs', 'objectRef', 'responseStatus'],
  ...['requestObject', 'responseObject', 'annotations'],
]);
const TIMES: ReadonlySet<string> = new Set(['requestReceivedTimestamp', 'stageTimestamp']);

export function isLogAnalyticsRow(row: JsonObject): boolean {
  return 'AuditId' in row && 'Verb' in row && ('RequestUri' in row || 'ObjectRef' in row);
}

/** A row is its event under other names: columns of the table itself are no part of its identity. */
export function logAnalyticsEvent(row: JsonObject): NativeEvent | null {
  if (!isLogAnalyticsRow(row)) return null;
  const event: Record<string, unknown> = { kind: 'Event', apiVersion: 'audit.k8s.io/v1' };
  for (const [column, field] of COLUMNS) event[field] = fieldOf(field, row[column]);
  event.requestReceivedTimestamp ??= event.stageTimestamp ?? fieldOf('stageTimestamp', row.TimeGenerated);
  const native = withoutMissing(event);
  return { event: native, identity: native };
}

function fieldOf(field: string, value: unknown): unknown {
  if (value === '') return undefined;
  if (typeof value !== 'string') return value;
  if (TIMES.has(field)) return isoTime(value);
  return OBJECTS.has(field) && /^\s*[[{]/.test(value) ? parseOrKeep(value) : value;
}

function parseOrKeep(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const PORTAL_TIME = /^(\d{1,2})\/(\d{1,2})\/(\d{4}), (\d{1,2}):(\d\d):(\d\d)(\.\d{1,9})? ([AP])M$/;

/** `1/31/2026, 3:04:05.678 PM` as RFC 3339; any other text as it is. */
function isoTime(text: string): string {
  const match = PORTAL_TIME.exec(text);
  if (!match) return text;
  const [, month, day, year, hour, minute, second, fraction = '', half] = match as unknown as string[];
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0);
  const two = (value: unknown) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${second}${fraction}Z`;
}
