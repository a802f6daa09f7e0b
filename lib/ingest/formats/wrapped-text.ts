/** For wrappers that carry an event as a string: the string's bytes are the event as the API server wrote it. */
import type { InputItem, InputValue } from '@/lib/ingest/input-value';

/** Each text in turn as a value of its own, at the wrapper's place in the input. */
export function textParts(texts: readonly string[], wrapper: InputValue): InputItem[] {
  return texts.map((text) => ({
    value: { bytes: Buffer.from(text.trim()), lineNumber: wrapper.lineNumber, byteOffset: wrapper.byteOffset },
  }));
}

/** Whether a string may hold an audit event, without parsing it. */
export function mayHoldEvent(text: string): boolean {
  if (text.includes(' AUDIT: id="')) return true;
  return (
    text.includes('{') && (text.includes('auditID') || text.includes('audit.k8s.io') || text.includes('protoPayload'))
  );
}
