/**
 * Native events, audit.k8s.io/v1, v1beta1 and v1alpha1. kind and apiVersion may be absent: items of an EventList have none, and
 * events that were cut out of one neither. Objects that name another kind are left to the other formats.
 */
import type { Format, JsonObject, Recognised } from '@/lib/ingest/formats/format';

const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];
const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'];
const API_GROUP = 'audit.k8s.io/';

function auditEvent(version: 'v1' | 'v1beta1' | 'v1alpha1'): Format {
  return {
    name: `${API_GROUP}${version}`,
    recognise(object, _value, text) {
      const apiVersion = object.apiVersion ?? `${API_GROUP}v1`;
      if (apiVersion !== `${API_GROUP}${version}`) return null;
      if (object.kind !== undefined && object.kind !== 'Event') return null;
      if (object.apiVersion === undefined && !looksNative(object)) return null;
      return checkEvent(object, text);
    },
  };
}

export const auditEventV1 = auditEvent('v1');
export const auditEventV1beta1 = auditEvent('v1beta1');
export const auditEventV1alpha1 = auditEvent('v1alpha1');

function looksNative(object: JsonObject): boolean {
  return (
    (typeof object.auditID === 'string' || object.kind === 'Event') &&
    typeof object.verb === 'string' &&
    (object.requestURI !== undefined || object.objectRef !== undefined)
  );
}

function checkEvent(event: JsonObject, text: string): Recognised {
  const problem = oneOf(event, 'stage', STAGES) ?? oneOf(event, 'level', LEVELS);
  return problem === null ? { kind: 'event', event, text } : { kind: 'bad', reason: problem };
}

/** A value of another type than text says nothing, and the rest of the event still does: only that field is missing. */
function oneOf(event: JsonObject, field: string, allowed: string[]): string | null {
  const value = event[field];
  if (typeof value !== 'string' || value === '' || allowed.includes(value)) return null;
  return `${field} '${value.slice(0, 60)}' is not one of ${allowed.join(', ')}`;
}
