/**
 * A format is what one JSON value of an input means: a native event, a list of them, a cloud's wrapper around one. One
 * module a format; recognise-format.ts asks them in order and the first that knows the value takes it.
 */
import type { InputItem, InputValue } from '@/lib/ingest/input-value';

export type JsonObject = { readonly [key: string]: unknown };

export type Recognised =
  /** An audit event: `event` is read, `value.bytes` is kept. */
  | { kind: 'event'; event: JsonObject; text: string }
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
