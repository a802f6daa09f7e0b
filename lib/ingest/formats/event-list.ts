/** An EventList as the API server's webhook sends it. Its items are slices of the list's own bytes. */
import { sliceListItems } from '@/lib/ingest/containers/json-values';
import type { Format, JsonObject, Recognised } from '@/lib/ingest/formats/format';
import type { InputValue } from '@/lib/ingest/input-value';

export const eventList: Format = {
  name: 'EventList',
  recognise(object, value) {
    if (object.kind !== 'EventList' && object.kind !== 'List') return null;
    const apiVersion = object.apiVersion;
    // A list of something else: its items say of what.
    if (apiVersion === 'v1' || apiVersion === 'events.k8s.io/v1') return partsOf(object, value);
    if (typeof apiVersion !== 'string' || !apiVersion.startsWith('audit.k8s.io/')) {
      return { kind: 'bad', reason: `an EventList of ${spell(apiVersion)}; expected audit.k8s.io/v1 or v1beta1` };
    }
    return partsOf(object, value);
  },
};

function partsOf(object: JsonObject, value: InputValue): Recognised {
  if (!Array.isArray(object.items)) {
    return { kind: 'bad', reason: 'an EventList without `items`: expected an array of audit events' };
  }
  return { kind: 'parts', parts: sliceListItems(value.bytes, value.lineNumber, value.byteOffset) };
}

function spell(apiVersion: unknown): string {
  return typeof apiVersion === 'string' ? `apiVersion '${apiVersion.slice(0, 60)}'` : 'no apiVersion';
}
