/**
 * A Cloud Audit Logs entry of GKE's API server as the event that it was made from. What the entry does not hold stays
 * missing: groups, uid and extra of the user, the query of the URI. The HTTP code is derived from a gRPC one, unless the
 * answer itself was logged and names it.
 */

import { type GkeMethod, parseGkeMethod } from '@/lib/audit/sources/gke-method';
import { httpCodeOfGrpc } from '@/lib/audit/sources/grpc-code';
import { asObject, type JsonObject, type NativeEvent, withoutMissing } from '@/lib/audit/sources/native-event';
import { type ObjectReference, objectOf } from '@/lib/audit/sources/request-path';
import { asText, readField } from '@/lib/audit/untrusted';

const STREAMS: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward']);
const DECISION = 'authorization.k8s.io/decision';

/** Whether a Cloud Logging entry is of a Kubernetes API server. */
export function isGkeEntry(entry: JsonObject): boolean {
  const payload = asObject(entry.protoPayload);
  if (payload === null) return false;
  const service = payload.serviceName;
  // Some collectors lose the service; the method's name says the same.
  if (service === undefined || service === '') return asText(payload.methodName)?.startsWith('io.k8s.') ?? false;
  return service === 'k8s.io';
}

export function gkeEvent(entry: JsonObject): NativeEvent | null {
  const payload = asObject(entry.protoPayload);
  if (payload === null || !isGkeEntry(entry)) return null;
  const method = parseGkeMethod(asText(payload.methodName) ?? '');
  const target = targetOf(payload, method);
  const verb = method.verb ?? 'get';
  const subresource = target.object?.subresource ?? '';
  const stage = stageOf(asObject(entry.operation), STREAMS.has(subresource) || verb === 'watch');
  const time = asText(entry.timestamp) ?? asText(payload.timestamp) ?? undefined;
  const responseStatus = statusOf(payload, verb, subresource);
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: levelOf(payload),
    auditID: asText(entry.insertId) ?? asText(readField(entry, 'operation', 'id')),
    stage,
    requestURI: target.requestURI,
    verb,
    ...usersOf(asObject(payload.authenticationInfo)),
    ...callerOf(asObject(payload.requestMetadata)),
    objectRef: target.object,
    responseStatus,
    requestObject: bodyOf(payload.request),
    responseObject: bodyOf(payload.response),
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: annotationsOf(entry, payload, responseStatus.code),
  };
  return { event: withoutMissing(event), identity: entry };
}

function levelOf(payload: JsonObject): string {
  if (asObject(payload.response) !== null) return 'RequestResponse';
  return asObject(payload.request) === null ? 'Metadata' : 'Request';
}

/** A call that goes on is two entries, of which the first is not the last; a false value is left out of the JSON. */
function stageOf(operation: JsonObject | null, goesOn: boolean): string {
  if (operation?.last === false) return 'ResponseStarted';
  return goesOn && operation?.first === true && operation.last !== true ? 'ResponseStarted' : 'ResponseComplete';
}

function targetOf(
  payload: JsonObject,
  method: GkeMethod,
): { object: ObjectReference | null; requestURI: string | undefined } {
  const authorised = Array.isArray(payload.authorizationInfo) ? payload.authorizationInfo[0] : undefined;
  const name = asText(payload.resourceName) ?? asText(readField(authorised, 'resource'));
  const parts = name === null ? [] : name.split('/').filter((part) => part !== '');
  const [group, version, ...rest] = parts;
  const ofResource = method.object !== null || asText(payload.methodName) === null;
  if (ofResource && group !== undefined && version !== undefined && /^v\d/.test(version)) {
    const apiGroup = group === 'core' ? '' : group;
    const object = objectOf(apiGroup, version, rest);
    if (object !== null) {
      const subresource = object.subresource ?? method.object?.subresource;
      const root = apiGroup === '' ? '/api' : `/apis/${apiGroup}`;
      return {
        object: subresource ? { ...object, subresource } : object,
        requestURI: [root, version, ...rest].join('/'),
      };
    }
  }
  if (name !== null) return { object: null, requestURI: `/${parts.join('/')}` };
  // Without a name the method still says the kind of object, and the path of /readyz and its like.
  if (method.object === null) {
    return { object: null, requestURI: method.path === null ? undefined : `/${method.path.replaceAll('.', '/')}` };
  }
  const { apiGroup, apiVersion, resource, subresource } = method.object;
  const object = {
    resource,
    ...(apiGroup === '' ? {} : { apiGroup }),
    apiVersion,
    ...(subresource === null ? {} : { subresource }),
  };
  return { object, requestURI: undefined };
}

function usersOf(info: JsonObject | null): { user: object; impersonatedUser?: object } {
  const email = asText(info?.principalEmail);
  const authority = asText(info?.authoritySelector);
  const username = email ?? asText(info?.principalSubject) ?? authority;
  return {
    user: username === null ? {} : { username },
    ...(email !== null && authority !== null ? { impersonatedUser: { username: authority } } : {}),
  };
}

function callerOf(metadata: JsonObject | null): object {
  const ip = asText(metadata?.callerIp) ?? asText(metadata?.callerIP);
  return {
    ...(ip === null ? {} : { sourceIPs: [ip] }),
    userAgent: asText(metadata?.callerSuppliedUserAgent) ?? undefined,
  };
}

type Status = { metadata: object; status?: string; message?: string; reason?: string; code: number };

function statusOf(payload: JsonObject, verb: string, subresource: string): Status {
  const status = asObject(payload.status);
  const message = asText(status?.message) ?? undefined;
  const anonymous = Object.keys(asObject(payload.authenticationInfo) ?? {}).length === 0;
  const grpc = status?.code;
  const ok = grpc === undefined || grpc === null || grpc === 0 || grpc === '0';
  if (ok && !(message === 'Unauthorized' && anonymous)) {
    return { metadata: {}, code: STREAMS.has(subresource) ? 101 : verb === 'create' ? 201 : 200 };
  }
  // The answer, where it was logged, has the code that the client saw.
  const answer = asObject(payload.response);
  const answered = isStatus(answer) && typeof answer?.code === 'number' ? httpCodeOfGrpc(answer.code) : null;
  const code = answered ?? (message === 'Unauthorized' && anonymous ? 401 : (httpCodeOfGrpc(grpc) ?? 500));
  const reason = isStatus(answer) ? asText(answer?.reason) : null;
  return {
    metadata: {},
    ...(code >= 400 ? { status: 'Failure' } : {}),
    ...(message === undefined ? {} : { message }),
    ...(reason === null ? {} : { reason }),
    code,
  };
}

function isStatus(answer: JsonObject | null): boolean {
  return answer?.kind === 'Status' || (asText(answer?.['@type'])?.endsWith('.Status') ?? false);
}

/** `core.k8s.io/v1.Pod`, `apps.k8s.io/v1.Deployment`; a patch body's `k8s.io/Patch` is no kind. */
const TYPE = /^([a-z0-9.-]{1,253})\/(v\d{1,3}(?:(?:alpha|beta)\d{1,3})?)\.([A-Za-z0-9]{1,100})$/;

function bodyOf(value: unknown): unknown {
  const body = asObject(value);
  if (body === null) return undefined;
  const { '@type': type, ...rest } = body;
  const match = TYPE.exec(asText(type) ?? '');
  if (!match) return rest;
  const [, group, version, kind] = match as unknown as [string, string, string, string];
  const bare = group.endsWith('.k8s.io') ? group.slice(0, -'.k8s.io'.length) : group;
  const apiVersion = bare === 'core' ? version : `${bare.includes('.') || bare === group ? group : bare}/${version}`;
  return { ...('kind' in rest ? {} : { kind }), ...('apiVersion' in rest ? {} : { apiVersion }), ...rest };
}

function annotationsOf(entry: JsonObject, payload: JsonObject, code: number): object | undefined {
  const labels = asObject(entry.labels) ?? {};
  const decision = DECISION in labels ? {} : decisionOf(payload.authorizationInfo, code);
  const annotations = { ...labels, ...decision };
  return Object.keys(annotations).length === 0 ? undefined : annotations;
}

/** A permission that was not granted says `granted: false`, or nothing at all, for false is left out of the JSON. */
function decisionOf(authorizationInfo: unknown, code: number): object {
  if (!Array.isArray(authorizationInfo) || authorizationInfo.length === 0) return {};
  const granted = authorizationInfo.map((info) => readField(info, 'granted'));
  if (granted.every((grant) => grant === true)) return { [DECISION]: 'allow' };
  if (granted.includes(false) || code === 403) return { [DECISION]: 'forbid' };
  return {};
}
