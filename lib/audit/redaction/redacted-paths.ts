/** The paths that an event says were redacted, from its annotation. Pure: browsers import it too. */
import { REDACTED_ANNOTATION } from '@/lib/audit/redaction/redaction-mark';

/** Anybody could write such an annotation: what is no list of texts is none. */
export function redactedPaths(event: Readonly<Record<string, unknown>>): string[] {
  const { annotations } = event;
  if (typeof annotations !== 'object' || annotations === null || !Object.hasOwn(annotations, REDACTED_ANNOTATION))
    return [];
  try {
    const paths: unknown = JSON.parse(String(Reflect.get(annotations, REDACTED_ANNOTATION)));
    return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
  } catch {
    return [];
  }
}
