/**
 * A line of a container's log with the event as its text: Docker's json-file, Fluent Bit, Fluentd, Vector, Filebeat (`log`,
 * `message`, `msg`), OVH's stream (`message`).
 */
import type { Format, JsonObject } from '@/lib/ingest/formats/format';
import { mayHoldEvent, textParts } from '@/lib/ingest/formats/wrapped-text';

const TEXT_FIELDS = ['log', 'message', 'msg', 'MESSAGE'] as const;

export const containerLog: Format = {
  name: 'container log',
  recognise(object, value) {
    if ('auditID' in object || 'kind' in object) return null;
    for (const field of TEXT_FIELDS) {
      const text = object[field];
      if (typeof text === 'string' && mayHoldEvent(text)) return { kind: 'parts', parts: textParts([text], value) };
      if (typeof text === 'object' && text !== null && 'auditID' in text) {
        return { kind: 'parts', parts: textParts([JSON.stringify(text)], value) };
      }
    }
    return isContainerLine(object) ? { kind: 'skip', reason: 'container log line that is no audit event' } : null;
  },
};

/** A line of any program, in a collector's envelope. */
function isContainerLine(object: JsonObject): boolean {
  const line = object.log ?? object.message;
  // What begins like an object was cut off on the way: it belongs in quarantine, not among other programs' lines.
  if (typeof line !== 'string' || line.trimStart().startsWith('{')) return false;
  return 'stream' in object || 'kubernetes' in object || 'source_type' in object;
}
