/** A record of OpenShift's log forwarder (ViaQ): the event's own fields at the top, with the forwarder's beside them. */
import { type JsonObject, type NativeEvent, nativeFieldsOf } from './native-event';

export function isViaqRecord(record: JsonObject): boolean {
  return (
    'auditID' in record &&
    ('k8s_audit_level' in record ||
      'openshift_audit_level' in record ||
      (record.log_type === 'audit' && ('@timestamp' in record || 'openshift' in record)))
  );
}

export function viaqEvent(record: JsonObject): NativeEvent | null {
  if (!isViaqRecord(record)) return null;
  const event = nativeFieldsOf(record);
  // The forwarder takes `level` for the severity of a log line and keeps the event's own beside it.
  const level = record.k8s_audit_level ?? record.openshift_audit_level;
  if (typeof level === 'string' && level !== '') event.level = level;
  return { event, identity: event };
}
