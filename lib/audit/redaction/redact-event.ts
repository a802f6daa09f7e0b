/** Redacts one audit event at the door, before its identity is computed and anything of it is stored. See docs/redaction.md. */
import { type JsonNode, jsonTape } from '@/lib/audit/redaction/json-tape';
import { markOf, type RedactionKey } from '@/lib/audit/redaction/mark-of';
import { redactionsOf } from '@/lib/audit/redaction/redact-json';
import { REDACTED_ANNOTATION } from '@/lib/audit/redaction/redaction-mark';
import { findSecretParts } from '@/lib/audit/redaction/secret-parts';
import { type Splice, spliced } from '@/lib/audit/redaction/splice';

export type RedactedEvent = { text: string; paths: string[] };

/** Paths that the annotation lists; a list of ten thousand Secrets must not double in size. */
const MAX_PATHS = 100;
const MAX_PATH_LENGTH = 500;

/** `text` is the valid JSON of an object. Null where nothing in it is secret. Throws TooDeepError. */
export function redactEvent(text: string, key: RedactionKey): RedactedEvent | null {
  const nodes = jsonTape(text);
  const { splices, paths } = redactionsOf(text, nodes, key);
  if (splices.length === 0) return null;
  return { text: annotate(text, nodes, splices, listOf(paths, key)), paths };
}

/** The text of the annotation: a JSON array of JSON pointers. Keys are hostile too, and may look like secrets. */
function listOf(paths: readonly string[], key: RedactionKey): string {
  const listed = paths.slice(0, MAX_PATHS).map((path) => {
    const marks = findSecretParts(path).map((part) => ({
      ...part,
      text: markOf(path.slice(part.start, part.end), key),
    }));
    return spliced(path, marks).slice(0, MAX_PATH_LENGTH);
  });
  if (paths.length > MAX_PATHS) listed.push(`and ${paths.length - MAX_PATHS} more`);
  return JSON.stringify(listed);
}

/** Replaces, and says so in the event's annotations, in the same pass over the text. */
function annotate(text: string, nodes: readonly JsonNode[], splices: readonly Splice[], list: string): string {
  const value = JSON.stringify(list);
  const member = `${JSON.stringify(REDACTED_ANNOTATION)}:${value}`;
  const root = nodes[0] as JsonNode;
  const annotations = nodes.findLastIndex((node) => node.parent === 0 && node.key === 'annotations');
  if (annotations < 0) {
    const comma = nodes.length > 1 ? ',' : '';
    return withSplice(text, splices, {
      start: root.end - 1,
      end: root.end - 1,
      text: `${comma}"annotations":{${member}}`,
    });
  }
  const node = nodes[annotations] as JsonNode;
  if (node.kind !== 'object') {
    // null is no annotations; anything else is no audit event's, and stays the evidence of that.
    const isNull = text.startsWith('null', node.start);
    return isNull
      ? withSplice(text, splices, { start: node.start, end: node.end, text: `{${member}}` })
      : spliced(text, splices);
  }
  const existing = nodes.findLast((child) => child.parent === annotations && child.key === REDACTED_ANNOTATION);
  if (existing) return withSplice(text, splices, { start: existing.start, end: existing.end, text: value });
  const at = node.start + 1;
  const comma = node.next > annotations + 1 ? ',' : '';
  return withSplice(text, splices, { start: at, end: at, text: member + comma });
}

function withSplice(text: string, splices: readonly Splice[], added: Splice): string {
  const others = splices.filter((splice) => splice.end <= added.start || splice.start >= added.end);
  return spliced(
    text,
    [...others, added].sort((a, b) => a.start - b.start || a.end - b.end),
  );
}
