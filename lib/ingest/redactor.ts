/** The redaction as the parser uses it: the cheap test first, and what goes into quarantine as well as events. */
import { createHmac } from 'node:crypto';
import type { RedactionKey } from '@/lib/audit/redaction/mark-of';
import { eventMayHoldSecrets } from '@/lib/audit/redaction/may-hold-secrets';
import { redactEvent } from '@/lib/audit/redaction/redact-event';
import { redactText } from '@/lib/audit/redaction/redact-text';
import { type BadInput, QUARANTINE_HEAD_BYTES } from '@/lib/ingest/input-value';

export class Redactor {
  constructor(private readonly key: RedactionKey) {}

  /** `text` where it is there already; else it is made of the bytes where it is needed. Null where nothing is secret. Throws TooDeepError. */
  readonly event = (bytes: Buffer, text?: string): string | null =>
    eventMayHoldSecrets(bytes) ? (redactEvent(text ?? bytes.toString(), this.key)?.text ?? null) : null;

  /** The same for an event that is a line of text. */
  text(text: string): string {
    return redactText(text, this.key);
  }

  /**
   * Quarantined bytes need not be text at all: one character a byte and back keeps each as it is. Where something was
   * replaced the hash is keyed too: a plain one would let a reader of the rest try guesses of a weak secret.
   */
  readonly bad = (bad: BadInput): BadInput => {
    const head = Buffer.from(bad.head);
    const reason = redactText(bad.reason, this.key);
    const text = head.toString('latin1');
    const redacted = redactText(text, this.key);
    if (redacted === text) return { ...bad, reason };
    return {
      ...bad,
      reason,
      sha256: createHmac('sha256', this.key).update(bad.sha256).digest(),
      head: Buffer.from(redacted, 'latin1').subarray(0, QUARANTINE_HEAD_BYTES),
    };
  };
}
