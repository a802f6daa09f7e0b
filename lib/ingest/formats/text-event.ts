/** Values that are no JSON: a request of the text log of Kubernetes 1.5 to 1.11. */
import { isResponseLine, legacyEvent, parseLegacyLine } from '@/lib/audit/sources/legacy-text';
import type { Recognised } from '@/lib/ingest/formats/format';

export const LEGACY_TEXT = 'text log of Kubernetes 1.5 to 1.11';

const LEGACY = /^\S{1,64} AUDIT: /;

/** Null where the text is of no known format. */
export function recogniseText(text: string): { name: string; recognised: Recognised } | null {
  if (!LEGACY.test(text)) return null;
  const native = legacyEvent(text);
  if (native !== null) return { name: LEGACY_TEXT, recognised: { kind: 'event', text, ...native } };
  const line = parseLegacyLine(text);
  const reason =
    line !== null && isResponseLine(line)
      ? `a response of the ${LEGACY_TEXT} without its request: there is no line with this id before it`
      : `a line of the ${LEGACY_TEXT} that is cut off, or whose values are not quoted as key="value"`;
  return { name: LEGACY_TEXT, recognised: { kind: 'bad', reason } };
}
