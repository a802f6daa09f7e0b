import { type ApiRequest, codeOf, requestURI } from './api-request';
import type { ResponseStatus } from './audit-event';
import { findResource } from './resources';

const REASONS: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  422: 'Invalid',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

// One object each, so that it is written once.
const OK: ResponseStatus = { metadata: {}, code: 200 };
const SUCCESS: Record<number, ResponseStatus> = {
  101: { metadata: {}, code: 101 },
  200: OK,
  201: { metadata: {}, code: 201 },
};
const CREATED: ResponseStatus = { metadata: {}, status: 'Success', code: 201 };

/** `responseStatus` as kube-apiserver writes it, with its sentences. */
export function responseStatusOf(request: ApiRequest): ResponseStatus {
  const code = codeOf(request);
  if (code < 400) {
    return request.subresource === 'binding' || request.subresource === 'eviction' ? CREATED : (SUCCESS[code] ?? OK);
  }
  if (code === 401) {
    return { metadata: {}, status: 'Failure', message: 'Unauthorized', reason: 'Unauthorized', code };
  }
  return {
    metadata: {},
    status: 'Failure',
    message: request.message ?? messageOf(request, code),
    reason: request.reason ?? (code === 409 && request.verb === 'create' ? 'AlreadyExists' : REASONS[code]),
    details: detailsOf(request, code),
    code,
  };
}

function messageOf(request: ApiRequest, code: number): string {
  if (code === 403) return forbidden(request);
  const object = request.resource ? `${findResource(request.resource).qualified} "${request.name ?? ''}"` : 'the path';
  switch (code) {
    case 404:
      return request.resource ? `${object} not found` : 'the server could not find the requested resource';
    case 409:
      return request.verb === 'create'
        ? `${object} already exists`
        : `Operation cannot be fulfilled on ${object}: the object has been modified; please apply your changes to the latest version and try again`;
    case 429:
      return 'storage is (re)initializing';
    case 503:
      return 'the server is currently unable to handle the request';
    case 504:
      return 'Timeout: request did not complete within requested timeout - context deadline exceeded';
    default:
      return 'etcdserver: request timed out';
  }
}

function forbidden(request: ApiRequest): string {
  const username = (request.impersonatedUser ?? request.actor.user).username ?? '';
  if (!request.resource) {
    const path = requestURI({ ...request, query: undefined });
    return `forbidden: User "${username}" cannot ${request.verb} path "${path}"`;
  }
  const { plural, group, qualified } = findResource(request.resource);
  const object = request.name === undefined ? qualified : `${qualified} "${request.name}"`;
  const resource = request.subresource === undefined ? plural : `${plural}/${request.subresource}`;
  const scope = request.namespace === undefined ? 'at the cluster scope' : `in the namespace "${request.namespace}"`;
  return `${object} is forbidden: User "${username}" cannot ${request.verb} resource "${resource}" in API group "${group}" ${scope}`;
}

function detailsOf(request: ApiRequest, code: number): Record<string, unknown> | undefined {
  // The storage's own errors carry none.
  if (code === 500) return undefined;
  if (code === 429) return { retryAfterSeconds: 1 };
  if (!request.resource) return {};
  const { plural, group } = findResource(request.resource);
  return { name: request.name, group: group === '' ? undefined : group, kind: plural };
}
