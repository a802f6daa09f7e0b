/**
 * What is replaced in one JSON document. Only the secret values are; every other byte stays as it was written. In a string that is
 * JSON itself, or has escapes, that holds for the text it stands for.
 */
import { findSecrets } from '@/lib/audit/redaction/find-secrets';
import { decodeString, type JsonNode, jsonTape } from '@/lib/audit/redaction/json-tape';
import { markOf, type RedactionKey } from '@/lib/audit/redaction/mark-of';
import { mayHoldSecrets } from '@/lib/audit/redaction/may-hold-secrets';
import { redactText } from '@/lib/audit/redaction/redact-text';
import { isMark } from '@/lib/audit/redaction/redaction-mark';
import { findSecretParts } from '@/lib/audit/redaction/secret-parts';
import { type Splice, spliced } from '@/lib/audit/redaction/splice';

/** JSON in a string in JSON, and so on: beyond this the string is replaced as a whole. */
const MAX_NESTING = 4;

/** Replacements in the order of the text, and the JSON pointers of the values. `text` is valid JSON. Throws TooDeepError. */
export function redactionsOf(
  text: string,
  nodes: readonly JsonNode[],
  key: RedactionKey,
  nesting = 0,
): { splices: Splice[]; paths: string[] } {
  const splices: Splice[] = [];
  const paths: string[] = [];
  for (const { node: index, whole } of findSecrets(text, nodes)) {
    const node = nodes[index] as JsonNode;
    const source = text.slice(node.start, node.end);
    const replacement = whole ? replaceWhole(source, key) : replaceParts(source, key, nesting);
    if (replacement === null) continue;
    splices.push({ start: node.start, end: node.end, text: replacement.text });
    const path = pointerTo(nodes, index);
    if (replacement.inner.length === 0) paths.push(path);
    else paths.push(...replacement.inner.map((inner) => `${path}#${inner}`));
  }
  return { splices, paths };
}

type Replacement = { text: string; inner: string[] };

function replaceWhole(source: string, key: RedactionKey): Replacement | null {
  const value: unknown = JSON.parse(source);
  return isMark(value) ? null : { text: `"${markOf(value, key)}"`, inner: [] };
}

function replaceParts(source: string, key: RedactionKey, nesting: number): Replacement | null {
  if (source.length < 12) return null;
  const value = decodeString(source);
  if (mayBeJson(value)) {
    const inside = replaceInside(value, key, nesting);
    if (inside !== undefined) return inside;
  }
  const parts = findSecretParts(value);
  if (parts.length === 0) return null;
  const marks = parts.map((part) => ({ ...part, text: markOf(value.slice(part.start, part.end), key) }));
  // Where nothing is escaped the places in the source are the places in the value: the rest stays as it was written.
  const text = source.includes('\\')
    ? JSON.stringify(spliced(value, marks))
    : spliced(
        source,
        marks.map((mark) => ({ ...mark, start: mark.start + 1, end: mark.end + 1 })),
      );
  return { text, inner: [] };
}

const JSON_BEGIN = /^\s{0,8}[[{]/;

function mayBeJson(value: string): boolean {
  return JSON_BEGIN.test(value);
}

/** A string that is JSON itself, such as the last applied configuration. Undefined where it is not JSON after all. */
function replaceInside(value: string, key: RedactionKey, nesting: number): Replacement | null | undefined {
  if (!mayHoldSecrets(Buffer.from(value))) return null;
  if (nesting >= MAX_NESTING) return { text: `"${markOf(value, key)}"`, inner: [] };
  let nodes: JsonNode[];
  try {
    JSON.parse(value);
    nodes = jsonTape(value);
  } catch {
    // Cut off, or too deep.
    const text = redactText(value, key);
    return text === value ? null : { text: JSON.stringify(text), inner: [] };
  }
  const { splices, paths } = redactionsOf(value, nodes, key, nesting + 1);
  return splices.length === 0 ? null : { text: JSON.stringify(spliced(value, splices)), inner: paths };
}

function pointerTo(nodes: readonly JsonNode[], index: number): string {
  const keys: string[] = [];
  for (let i = index; i >= 0 && (nodes[i] as JsonNode).parent >= 0; i = (nodes[i] as JsonNode).parent) {
    keys.push(
      String((nodes[i] as JsonNode).key)
        .replaceAll('~', '~0')
        .replaceAll('/', '~1'),
    );
  }
  return keys
    .reverse()
    .map((key) => `/${key}`)
    .join('');
}
