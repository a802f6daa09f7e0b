/** What a converter of another format gives: an audit.k8s.io/v1 event, and what the entry's identity is made of. */

export type JsonObject = { readonly [key: string]: unknown };

export type NativeEvent = {
  /** As kube-apiserver would have written it, as far as the source says. */
  event: JsonObject;
  /**
   * What event-identity.ts hashes. A mere envelope or renaming is left out of it, so that the same event is one event
   * whatever brought it; where a conversion drops fields it is the entry itself, so that none makes another vanish.
   */
  identity: JsonObject;
};

/** Fields at the top of an event: everything else beside them was added on the way. */
const NATIVE_FIELDS: ReadonlySet<string> = new Set([
  'kind',
  'apiVersion',
  'metadata',
  'level',
  'timestamp',
  'auditID',
  'stage',
  'requestURI',
  'verb',
  'user',
  'impersonatedUser',
  'authenticationMetadata',
  'sourceIPs',
  'userAgent',
  'objectRef',
  'responseStatus',
  'requestObject',
  'responseObject',
  'requestReceivedTimestamp',
  'stageTimestamp',
  'annotations',
]);

/** The object without the fields that no audit event has. */
export function nativeFieldsOf(object: JsonObject): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => NATIVE_FIELDS.has(key)));
}

/** The object without members that say nothing, which kube-apiserver would not write. */
export function withoutMissing(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== null));
}

export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}
