/**
 * A format is what one JSON value of an input means: a native event, a list of them, a cloud's wrapper around one. One
 * module a format; recognise-format.ts asks them in order and the first that knows the value takes it.
 */
import type { JsonObject } from '@/lib/audit/sources/native-event';
import type { InputItem, InputValue } from '@/lib/ingest/input-value';

export type { JsonObject } from '@/lib/audit/sources/native-event';

export type Recognised =
  /** An audit event: `event` is read, `value.bytes` is kept. `identity` is what is hashed where that is not the event. */
  | { kind: 'event'; event: JsonObject; text: string; identity?: JsonObject }
  /** A wrapper: its parts are recognised in turn. */
  | { kind: 'parts'; parts: InputItem[] }
  /** Rightly there, but no audit event. */
  | { kind: 'skip'; reason: string }
  /** Wrong: kept in quarantine with this reason. */
  | { kind: 'bad'; reason: string };

export type Format = {
  /** As in "audit.k8s.io/v1". */
  name: string;
  /** Null where the value is not of this format. */
  recognise(object: JsonObject, value: InputValue, text: string): Recognised | null;
};
