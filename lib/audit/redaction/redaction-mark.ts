/** How a redacted value looks, and the annotation that says which values of an event are. Pure: browsers import it too. */

export const MARK_PREFIX = 'redacted:hmac-sha256:';

/** The audit annotation that lists the redacted paths, a JSON array of JSON pointers. */
export const REDACTED_ANNOTATION = 'plumbline.io/redacted';

const MARK = /^redacted:hmac-sha256:[0-9a-f]{32}$/;

export function isMark(value: unknown): boolean {
  return typeof value === 'string' && MARK.test(value);
}

/** Redacted pieces inside of a longer text, such as one parameter of a URL; with the g flag, for `matchAll`. */
export const MARKS_IN_TEXT = /redacted:hmac-sha256:[0-9a-f]{32}/g;
