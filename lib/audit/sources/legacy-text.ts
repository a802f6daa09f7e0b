/**
 * The text log of Kubernetes 1.5 to 1.11: `<time> AUDIT: key="value" …`, values quoted as Go quotes them. Until 1.6 a request
 * is two lines with one id, the second of which has nothing but the response; from 1.7 each line is a stage. What is
 * stored is the line, or the two lines of a request one under the other.
 */
import { asText } from '@/lib/audit/untrusted';
import { type NativeEvent, withoutMissing } from './native-event';
import { objectOfPath } from './request-path';

export type LegacyLine = { time: string; values: ReadonlyMap<string, string> };

const HEAD = /^(\S{1,64}) AUDIT: /;
/** One pair, read where the last one ended. */
const PAIR = /\s*([A-Za-z][A-Za-z-]{0,40})="((?:[^"\\\n]|\\.)*)"/y;

/** Null where the line is no such line; what cannot be read to its end is none either. */
export function parseLegacyLine(line: string): LegacyLine | null {
  const head = HEAD.exec(line);
  if (!head) return null;
  const values = new Map<string, string>();
  PAIR.lastIndex = head[0].length;
  let end = head[0].length;
  for (let match = PAIR.exec(line); match; match = PAIR.exec(line)) {
    end = PAIR.lastIndex;
    const [, key, quoted] = match as unknown as [string, string, string];
    if (!values.has(key)) values.set(key, unquote(quoted));
  }
  return line.slice(end).trim() === '' && values.has('id') ? { time: head[1] as string, values } : null;
}

/** Whether the line is the second of a request in the two-line form. */
export function isResponseLine({ values }: LegacyLine): boolean {
  return values.has('response') && !values.has('uri') && !values.has('method') && !values.has('stage');
}

/** Whether a response line is to follow. */
export function awaitsResponse({ values }: LegacyLine): boolean {
  return !values.has('response') && !values.has('stage');
}

/** The event of one line, or of a request's line and its response's. */
export function legacyEvent(text: string): NativeEvent | null {
  const [first = '', second, ...more] = text.split('\n');
  const request = parseLegacyLine(first);
  const response = second === undefined ? null : parseLegacyLine(second);
  if (request === null || more.length > 0 || isResponseLine(request)) return null;
  if (second !== undefined && (response === null || response.values.get('id') !== request.values.get('id')))
    return null;
  const at = (key: string) => asText(request.values.get(key));
  const code = codeOf(at('response') ?? asText(response?.values.get('response')));
  const method = at('method');
  const uri = at('uri');
  const objectRef = uri === null ? null : objectOfPath(uri);
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: at('id'),
    // A line without a stage is written when the request comes in, and its response line when it is answered.
    stage: at('stage') ?? (code === null ? 'RequestReceived' : 'ResponseComplete'),
    requestURI: uri,
    verb: method === null ? null : verbOf(method, uri ?? '', objectRef?.name !== undefined),
    user: userOf(at('user'), at('groups')),
    impersonatedUser: impersonatedOf(at('as'), at('asgroups')),
    sourceIPs: at('ip') === null ? null : [at('ip')],
    userAgent: at('user-agent'),
    objectRef,
    responseStatus: code === null ? null : { metadata: {}, code },
    requestReceivedTimestamp: request.time,
    stageTimestamp: response?.time ?? request.time,
  };
  return { event: withoutMissing(event), identity: { text } };
}

function codeOf(text: string | null): number | null {
  return text !== null && /^\d{3}$/.test(text) ? Number(text) : null;
}

const VERB_OF_METHOD = new Map([
  ['POST', 'create'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
]);

/** The old era has the HTTP method: what it does to an object follows from the path, as the API server itself decides it. */
function verbOf(method: string, uri: string, hasName: boolean): string {
  if (method !== method.toUpperCase()) return method;
  if (objectOfPath(uri) === null) return method.toLowerCase();
  const verb = VERB_OF_METHOD.get(method);
  if (verb) return verb;
  if (method === 'DELETE') return hasName ? 'delete' : 'deletecollection';
  if (method !== 'GET' && method !== 'HEAD') return method.toLowerCase();
  if (/[?&]watch=(?:true|1)(?:&|$)|\/watch\//.test(uri)) return 'watch';
  return hasName ? 'get' : 'list';
}

function userOf(username: string | null, groups: string | null): object {
  const list = listOf(groups);
  return {
    ...(username === null || username === '<none>' ? {} : { username }),
    ...(list.length === 0 ? {} : { groups: list }),
  };
}

function impersonatedOf(username: string | null, groups: string | null): object | null {
  if (username === null || username === '<self>') return null;
  const list = listOf(groups);
  return { username, ...(list.length === 0 ? {} : { groups: list }) };
}

/** `"a","b"`; `<none>` and `<lookup>` are words for no list. */
function listOf(text: string | null): string[] {
  if (text === null || (text.startsWith('<') && text.endsWith('>'))) return [];
  const list: string[] = [];
  ELEMENT.lastIndex = 0;
  for (let match = ELEMENT.exec(text); match; match = ELEMENT.exec(text)) list.push(unquote(match[1] as string));
  return list;
}

/** One element, read where the last one ended: looking for the next quote anywhere would be quadratic. */
const ELEMENT = /[\s,]*"((?:[^"\\]|\\.)*)"/y;

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** What Go's %q writes, without its surrounding quotes. */
function unquote(quoted: string): string {
  if (!quoted.includes('\\')) return quoted;
  return quoted.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (_, x?: string, u?: string, long?: string, char = '') => {
      const code = Number.parseInt(x ?? u ?? long ?? '', 16);
      if (Number.isNaN(code)) return ESCAPES[char] ?? char;
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}
