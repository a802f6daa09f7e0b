/**
 * What may stand before the event in a line: a container runtime's `<time> stdout F `, the time that CloudWatch puts before
 * each line of an export to S3, the node's name of `oc adm node-logs`, syslog's header.
 */

const CRI = /^\S{1,64} (?:stdout|stderr) F(?::\S{0,64})? /;

const NAMES: [RegExp, string][] = [
  [CRI, 'CRI log'],
  [/^\d{4}-\d\d-\d\dT[\d:.]{1,40}Z $/, 'CloudWatch export'],
  [/^[a-z0-9][a-z0-9.-]{0,252} $/, 'node log'],
  [/^(?:<\d{1,3}>|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )/, 'syslog'],
];

const MAX_PREFIX = 300;

/** The line without its prefix and the prefix's name, or null where no object follows a plausible prefix. */
export function cutPrefix(text: string): { rest: string; name: string } | null {
  const brace = text.indexOf('{');
  if (brace <= 0 || brace > MAX_PREFIX || !text.endsWith('}')) return null;
  const prefix = text.slice(0, brace);
  const known = NAMES.find(([pattern]) => pattern.test(prefix));
  return { rest: text.slice(brace), name: known ? known[1] : 'prefixed lines' };
}

/** A container's log has other lines between the events; one that begins like an object is an event that is broken. */
export function isOtherContainerLine(text: string): boolean {
  const head = CRI.exec(text);
  return head !== null && !text.startsWith('{', head[0].length);
}
