/** An event as kube-apiserver writes it: the keys below are in the order of the Go struct, and absent ones are left out. */
export interface AuditUser {
  username?: string;
  uid?: string;
  groups?: string[];
  extra?: Record<string, string[]>;
}

export interface ObjectReference {
  resource: string;
  namespace?: string;
  name?: string;
  uid?: string;
  apiGroup?: string;
  apiVersion: string;
  resourceVersion?: string;
  subresource?: string;
}

export interface ResponseStatus {
  metadata: Record<string, never>;
  status?: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: Record<string, unknown>;
  code: number;
}

export type Level = 'Metadata' | 'Request' | 'RequestResponse';
export type Stage = 'RequestReceived' | 'ResponseStarted' | 'ResponseComplete';

export interface AuditEventLine {
  level: Level;
  auditID: string;
  stage: Stage;
  requestURI: string;
  verb: string;
  user: AuditUser;
  impersonatedUser: AuditUser | undefined;
  authenticationMetadata: { impersonationConstraint: string } | undefined;
  sourceIPs: string[];
  userAgent: string;
  objectRef: ObjectReference | undefined;
  responseStatus: ResponseStatus | undefined;
  requestObject: unknown;
  responseObject: unknown;
  requestReceivedTimestamp: string;
  stageTimestamp: string;
  annotations: Record<string, string> | undefined;
}

const ESCAPED_BY_GO = /[<>&\u2028\u2029]/;
const ESCAPED_BY_GO_ALL = /[<>&\u2028\u2029]/g;

const written = new WeakMap<object, string>();

/**
 * One line without its line end. It is put together by hand because a JSON.stringify of the whole event took half of
 * the time; users, annotations and plain answers, of which there are few and many events each, are written once.
 */
export function encodeAuditEvent(event: AuditEventLine): string {
  let line = `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"${event.level}","auditID":"${event.auditID}","stage":"${event.stage}"`;
  line += `,"requestURI":${write(event.requestURI)},"verb":"${event.verb}","user":${writeOnce(event.user)}`;
  if (event.impersonatedUser) line += `,"impersonatedUser":${write(event.impersonatedUser)}`;
  if (event.authenticationMetadata) line += `,"authenticationMetadata":${write(event.authenticationMetadata)}`;
  line += `,"sourceIPs":${writeOnce(event.sourceIPs)},"userAgent":${write(event.userAgent)}`;
  if (event.objectRef) line += `,"objectRef":${JSON.stringify(event.objectRef)}`;
  if (event.responseStatus) line += `,"responseStatus":${writeOnce(event.responseStatus)}`;
  if (event.requestObject !== undefined) line += `,"requestObject":${write(event.requestObject)}`;
  if (event.responseObject !== undefined) line += `,"responseObject":${write(event.responseObject)}`;
  line += `,"requestReceivedTimestamp":"${event.requestReceivedTimestamp}","stageTimestamp":"${event.stageTimestamp}"`;
  return event.annotations ? `${line},"annotations":${writeOnce(event.annotations)}}` : `${line}}`;
}

/** Go's encoder also escapes what could end a script element, which JSON.stringify does not. */
function write(value: unknown): string {
  const text = JSON.stringify(value);
  if (!ESCAPED_BY_GO.test(text)) return text;
  return text.replace(ESCAPED_BY_GO_ALL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function writeOnce(value: object): string {
  const known = written.get(value);
  if (known !== undefined) return known;
  const text = write(value);
  written.set(value, text);
  return text;
}
