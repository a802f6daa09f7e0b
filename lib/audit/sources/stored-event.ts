/**
 * What evidence holds, read as an audit event: native events as they are, the entries of other sources converted. Pure, and
 * the same function in the import, the detail view and the verification, so that all of them see the same event.
 */
import { ecsEvent } from './ecs-document';
import { gkeEvent } from './gke-entry';
import { legacyEvent } from './legacy-text';
import { asObject, type JsonObject, type NativeEvent } from './native-event';
import { viaqEvent } from './viaq-record';

/** Null where the text is no event of any source. Throws nothing. */
export function readStoredEvent(text: string): NativeEvent | null {
  if (!text.startsWith('{')) return legacyEvent(text);
  try {
    const object = asObject(JSON.parse(text));
    return object === null ? null : (convert(object) ?? { event: object, identity: object });
  } catch {
    return null;
  }
}

function convert(object: JsonObject): NativeEvent | null {
  return viaqEvent(object) ?? gkeEvent(object) ?? ecsEvent(object);
}
