/**
 * From the bytes of one value to the event that goes into the index, or to the reason why it does not. Pure; everything
 * that can be wrong with a value is an answer here, never an exception.
 */
import { isUtf8 } from 'node:buffer';
import { TooDeepError } from '@/lib/audit/canonical-json';
import { auditKey, eventHash } from '@/lib/audit/event-identity';
import { type FacetValues, facetValues, objectName } from '@/lib/audit/facet-values';
import { type Microseconds, parseRfc3339 } from '@/lib/audit/microseconds';
import { badInput } from '@/lib/ingest/bad-input';
import { sliceListItems } from '@/lib/ingest/containers/json-values';
import type { JsonObject, Recognised } from '@/lib/ingest/formats/format';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import { cutPrefix, isOtherContainerLine } from '@/lib/ingest/formats/line-prefix';
import { recogniseFormat } from '@/lib/ingest/formats/recognise-format';
import { recogniseText } from '@/lib/ingest/formats/text-event';
import type { BadInput, InputItem, InputValue } from '@/lib/ingest/input-value';
import type { Redactor } from '@/lib/ingest/redactor';

export type ParsedEvent = {
  /** The original bytes. */
  bytes: Buffer;
  at: Microseconds;
  hash: string;
  auditKey: string;
  auditKeyIsId: boolean;
  name: string | null;
  values: FacetValues;
};

export type ParseSink = {
  event(event: ParsedEvent): void;
  bad(bad: BadInput): void;
  skip(reason: string): void;
  format(name: string): void;
  /** Absent where the cluster's events are kept as they are. */
  redactor?: Redactor | null;
};

const MAX_NESTED_WRAPPERS = 4;

/** `only` is the format that somebody asked for; what a wrapper of it holds may be anything again. */
export function parseValue(
  item: InputItem,
  cluster: string,
  sink: ParseSink,
  nesting = 0,
  only: FormatName | null = null,
): void {
  if (item.bad) {
    sink.bad(item.bad);
    return;
  }
  const value = item.value;
  const reason = tryParse(value, cluster, sink, nesting, only);
  if (reason !== null) sink.bad(badInput(value, reason));
}

/** Null when the value was handed to the sink, else what is wrong with it. */
function tryParse(
  value: InputValue,
  cluster: string,
  sink: ParseSink,
  nesting: number,
  only: FormatName | null,
): string | null {
  const { bytes } = value;
  if (!isUtf8(bytes)) return `not valid UTF-8 at byte ${firstInvalidUtf8(bytes)}; audit logs are UTF-8`;
  const text = bytes.toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const known = recogniseText(text, value, only);
    if (known) return takeText(known, value, text, cluster, sink, nesting);
    if (isOtherContainerLine(text)) {
      sink.skip('container log line that is no audit event');
      return null;
    }
    return tryPrefixed(value, text, cluster, sink, nesting, only) ? null : describeJsonError(text, error);
  }
  const object = Array.isArray(parsed) ? insightsRow(parsed) : parsed;
  if (Array.isArray(parsed) && object === null) {
    return takeParts(sliceListItems(bytes, value.lineNumber, value.byteOffset), cluster, sink, nesting, only);
  }
  if (typeof object !== 'object' || object === null) {
    return `a JSON ${object === null ? 'null' : typeof object}; expected an audit event, which is an object`;
  }
  const { format, recognised } = recogniseFormat(object as JsonObject, value, text, only);
  if (recognised.kind === 'event' && sink.redactor) {
    // Before its identity is computed: a hash of a weak secret would let readers try guesses.
    const redacted = redactOrRefuse(sink.redactor, text, bytes);
    if (redacted instanceof TooDeepError) return redacted.message;
    if (redacted !== null) {
      const kept = { ...value, bytes: Buffer.from(redacted) };
      const again = recogniseFormat(JSON.parse(redacted) as JsonObject, kept, redacted, only);
      return takeConverted(again.format?.name ?? null, again.recognised, kept, cluster, sink, nesting);
    }
    if (recognised.event !== object) {
      return takeConverted(format?.name ?? null, recognised, value, cluster, sink, nesting);
    }
  }
  return takeRecognised(format?.name ?? null, recognised, value, cluster, sink, nesting);
}

function redactOrRefuse(redactor: Redactor, text: string, bytes: Buffer): string | null | TooDeepError {
  try {
    return redactor.event(bytes, text);
  } catch (error) {
    if (error instanceof TooDeepError) return error;
    throw error;
  }
}

/** An event that is a line of text, or a row of a table. */
function takeText(
  known: NonNullable<ReturnType<typeof recogniseText>>,
  value: InputValue,
  text: string,
  cluster: string,
  sink: ParseSink,
  nesting: number,
): string | null {
  const { name, recognised } = known;
  if (recognised.kind !== 'event' || !sink.redactor) {
    return takeRecognised(name, recognised, value, cluster, sink, nesting);
  }
  // What is secret in a row is in the JSON of its cells, which has a look of its own in CSV: the event is looked at.
  if (known.isTable) return takeConverted(name, recognised, value, cluster, sink, nesting);
  const redacted = sink.redactor.text(text);
  if (redacted === text) return takeRecognised(name, recognised, value, cluster, sink, nesting);
  const kept = { ...value, bytes: Buffer.from(redacted) };
  const again = recogniseText(redacted, kept, null);
  if (!again) return 'a line of text that cannot be read without its secrets';
  return takeRecognised(again.name, again.recognised, kept, cluster, sink, nesting);
}

/**
 * An entry that was converted, when secrets are replaced: what is secret because of the object it belongs to shows in the event
 * only. Where that still holds something the redacted event is stored in the entry's place.
 */
function takeConverted(
  format: string | null,
  recognised: Recognised,
  value: InputValue,
  cluster: string,
  sink: ParseSink,
  nesting: number,
): string | null {
  if (recognised.kind === 'event' && sink.redactor) {
    const native = JSON.stringify(recognised.event);
    const redacted = redactOrRefuse(sink.redactor, native, Buffer.from(native));
    if (redacted instanceof TooDeepError) return redacted.message;
    if (redacted !== null) {
      const event: Recognised = { kind: 'event', event: JSON.parse(redacted), text: redacted };
      return takeRecognised(format, event, { ...value, bytes: Buffer.from(redacted) }, cluster, sink, nesting);
    }
  }
  return takeRecognised(format, recognised, value, cluster, sink, nesting);
}

function takeRecognised(
  format: string | null,
  recognised: Recognised,
  { bytes }: InputValue,
  cluster: string,
  sink: ParseSink,
  nesting: number,
): string | null {
  if (format !== null) sink.format(format);
  switch (recognised.kind) {
    case 'bad':
      return recognised.reason;
    case 'skip':
      sink.skip(recognised.reason);
      return null;
    case 'parts':
      return takeParts(recognised.parts, cluster, sink, nesting);
    case 'event':
      return indexEvent(recognised, bytes, cluster, sink);
  }
}

function takeParts(
  parts: readonly InputItem[],
  cluster: string,
  sink: ParseSink,
  nesting: number,
  only: FormatName | null = null,
): string | null {
  if (parts.length === 0) sink.skip('list without events');
  if (nesting >= MAX_NESTED_WRAPPERS) return `wrapped more than ${MAX_NESTED_WRAPPERS} times`;
  for (const part of parts) parseValue(part, cluster, sink, nesting + 1, only);
  return null;
}

const PREFIXED_FORMATS: ReadonlySet<FormatName> = new Set(['cloudwatch', 'container-log', 'openshift']);

/** An event behind something that a log collector puts before each line. False where there is none. */
function tryPrefixed(
  value: InputValue,
  text: string,
  cluster: string,
  sink: ParseSink,
  nesting: number,
  only: FormatName | null,
): boolean {
  const cut = cutPrefix(text);
  if (!cut || !isJson(cut.rest)) return false;
  sink.format(cut.name);
  const skipped = value.bytes.length - Buffer.byteLength(cut.rest);
  const rest = { ...value, bytes: value.bytes.subarray(skipped), byteOffset: value.byteOffset + skipped };
  // Formats that are lines with something before the event have nothing else to be told by.
  const inner = only !== null && PREFIXED_FORMATS.has(only) ? null : only;
  return takeParts([{ value: rest }], cluster, sink, nesting, inner) === null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A row of a CloudWatch Insights answer, `[{field, value}, …]`, as an object; null where the array is something else. */
function insightsRow(array: readonly unknown[]): object | null {
  const entries: [string, unknown][] = [];
  for (const cell of array) {
    if (typeof cell !== 'object' || cell === null || !('field' in cell) || !('value' in cell)) return null;
    entries.push([String(cell.field), cell.value]);
  }
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function indexEvent(
  { event, text, identity = event }: Extract<Recognised, { kind: 'event' }>,
  bytes: Buffer,
  cluster: string,
  sink: ParseSink,
): string | null {
  const at = eventTime(event);
  if (typeof at === 'string') return at;
  let hash: string;
  try {
    hash = eventHash(identity, text);
  } catch (error) {
    if (error instanceof TooDeepError) return error.message;
    throw error;
  }
  const auditID = typeof event.auditID === 'string' ? event.auditID : '';
  const { key, isId } = auditKey(auditID);
  sink.event({
    bytes,
    at,
    hash,
    auditKey: key,
    auditKeyIsId: isId,
    name: objectName(event),
    values: facetValues(event, cluster),
  });
  return null;
}

const TIME_FIELDS = ['requestReceivedTimestamp', 'stageTimestamp', 'timestamp'] as const;

/** When the request was received; a text where the event says no time that can be read. */
function eventTime(event: JsonObject): Microseconds | string {
  let unreadable: string | null = null;
  for (const field of TIME_FIELDS) {
    const value = event[field];
    if (value === undefined || value === null) continue;
    const at = typeof value === 'string' ? parseRfc3339(value) : null;
    if (at !== null && at >= 0) return at;
    unreadable ??= `${field} ${JSON.stringify(value).slice(0, 60)}`;
  }
  if (unreadable !== null) return `${unreadable} is not a time; expected RFC 3339 such as 2026-01-31T12:00:00.000000Z`;
  return `no time: expected one of ${TIME_FIELDS.join(', ')}`;
}

function describeJsonError(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (text.startsWith('{') && !text.endsWith('}'))
    return 'the JSON ends in the middle of the event: the line is truncated';
  if (!text.startsWith('{'))
    return `not JSON: an audit event begins with “{”, this begins with ${JSON.stringify(text.slice(0, 20))}`;
  // V8 quotes the text at the place; the place itself is enough.
  return `not valid JSON: ${message.replace(/, ?"[\s\S]*$| in JSON/g, '').slice(0, 200)}`;
}

/** Decoding and encoding again changes bytes only from the first invalid one on. */
function firstInvalidUtf8(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'));
  let i = 0;
  while (i < bytes.length && bytes[i] === again[i]) i++;
  return i;
}
