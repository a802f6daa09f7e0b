/**
 * What evidence holds, read as an audit event: native events as they are, the entries of other sources converted. Pure, and
 * the same function in the import, the detail view and the verification, so that all of them see the same event.
 */
import { readCsvRow, rowObject } from './csv-row';
import { datadogEvent } from './datadog-log';
import { ecsEvent } from './ecs-document';
import { gkeEvent } from './gke-entry';
import { legacyEvent } from './legacy-text';
import { logAnalyticsEvent } from './log-analytics-row';
import { logstashEvent } from './logstash-row';
import { asObject, type JsonObject, type NativeEvent } from './native-event';
import { viaqEvent } from './viaq-record';

/** Null where the text is no event of any source. Throws nothing. */
export function readStoredEvent(text: string): NativeEvent | null {
  if (!text.startsWith('{')) return legacyEvent(text) ?? logstashEvent(text) ?? tableEvent(text);
  try {
    const object = asObject(JSON.parse(text));
    return object === null ? null : (convertObject(object) ?? { event: object, identity: object });
  } catch {
    return null;
  }
}

/** Null for a native event and whatever else is no entry of another source. */
function convertObject(object: JsonObject): NativeEvent | null {
  return (
    viaqEvent(object) ??
    gkeEvent(object) ??
    logAnalyticsEvent(object) ??
    ecsEvent(object) ??
    (isNative(object) ? null : datadogEvent(object))
  );
}

function isNative(object: JsonObject): boolean {
  return typeof object.apiVersion === 'string' && object.apiVersion.startsWith('audit.k8s.io/');
}

function tableEvent(text: string): NativeEvent | null {
  const row = readCsvRow(text);
  return row === null ? null : logAnalyticsEvent(rowObject(row));
}
