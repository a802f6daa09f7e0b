/**
 * The annotation authorization.k8s.io/reason out of an event's bytes, mostly without reading all of them: kube-apiserver writes
 * `annotations` last, so an event that ends in `"annotations":{…}}`, with no brace in between, has them there, at its top.
 * (Inside of a string the quotes would be escaped; inside of a body more braces would close behind it.) Anything else is parsed.
 */

import { REASON_ANNOTATION } from '@/lib/access/rbac-reason';
import { readStoredEvent } from '@/lib/audit/sources/stored-event';
import { asText, readField } from '@/lib/audit/untrusted';

const KEY = Buffer.from('"annotations":{');
const OPEN = 0x7b;
const CLOSE = 0x7d;

export class ReasonReader {
  /** The same few annotations come again and again. */
  private readonly known = new Map<string, string | null>();

  /** Null where the event has none. */
  read(event: Buffer): string | null {
    const start = event.lastIndexOf(KEY);
    const end = event.length - 1;
    if (event[0] !== OPEN || start < 0 || event[end] !== CLOSE || event[end - 1] !== CLOSE) return this.parse(event);
    const object = start + KEY.length - 1;
    for (let i = object + 1; i < end - 1; i++) {
      if (event[i] === OPEN || event[i] === CLOSE) return this.parse(event);
    }
    const text = event.toString('utf8', object, end);
    let reason = this.known.get(text);
    if (reason === undefined) {
      reason = reasonIn(text);
      if (this.known.size > 50_000) this.known.clear();
      this.known.set(text, reason);
    }
    return reason;
  }

  private parse(event: Buffer): string | null {
    return asText(readField(readStoredEvent(event.toString('utf8'))?.event, 'annotations', REASON_ANNOTATION));
  }
}

function reasonIn(annotations: string): string | null {
  try {
    const value: unknown = JSON.parse(annotations);
    return asText(readField(value, REASON_ANNOTATION));
  } catch {
    return null;
  }
}
