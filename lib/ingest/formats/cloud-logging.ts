/**
 * Entries of Google Cloud Logging. Those of a GKE API server are audit events; the same export also holds the cluster
 * administration API, other services, Kubernetes Event objects and the logs of containers and nodes.
 */
import { gkeEvent } from '@/lib/audit/sources/gke-entry';
import { asObject } from '@/lib/audit/sources/native-event';
import { asText, readField } from '@/lib/audit/untrusted';
import type { Format, JsonObject, Recognised } from '@/lib/ingest/formats/format';
import { mayHoldEvent, textParts } from '@/lib/ingest/formats/wrapped-text';
import type { InputValue } from '@/lib/ingest/input-value';

const SERVICES = new Map([
  [
    'container.googleapis.com',
    'GKE cluster administration (container.googleapis.com), no request to the Kubernetes API',
  ],
]);

export const gkeLogEntry: Format = {
  name: 'GKE Cloud Logging',
  recognise(entry, value, text) {
    const native = gkeEvent(entry);
    if (native !== null) return { kind: 'event', text, ...native };
    if (asObject(entry.protoPayload) !== null) return { kind: 'skip', reason: otherService(entry) };
    if (!('logName' in entry || 'insertId' in entry)) return null;
    return 'jsonPayload' in entry || 'textPayload' in entry ? ofPayload(entry, value) : null;
  },
};

function otherService(entry: JsonObject): string {
  const service = asText(readField(entry, 'protoPayload', 'serviceName'))?.slice(0, 80) ?? 'no service';
  return SERVICES.get(service) ?? `Cloud Audit Logs entry of ${service}, no request to the Kubernetes API`;
}

/** A cluster of one's own may send its audit log through Cloud Logging: then the event stands in the payload. */
function ofPayload(entry: JsonObject, value: InputValue): Recognised {
  const json = asObject(entry.jsonPayload);
  if (json !== null && 'auditID' in json) return { kind: 'parts', parts: textParts([JSON.stringify(json)], value) };
  const line = asText(entry.textPayload) ?? asText(json?.message) ?? '';
  if (mayHoldEvent(line)) return { kind: 'parts', parts: textParts([line], value) };
  if (json?.kind === 'Event') return { kind: 'skip', reason: 'Kubernetes Event object in Cloud Logging' };
  const type = asText(readField(entry, 'resource', 'type'))?.slice(0, 60);
  return { kind: 'skip', reason: `Cloud Logging entry of ${type ?? 'an unknown resource'}, no audit log` };
}
