import type { Microseconds } from '@/lib/audit/microseconds';
import type { Actor } from './actors';
import type { AuditUser } from './audit-event';
import { findResource, type ResourceName } from './resources';

/** One request to the API server, before it became one to three audit events. */
export interface ApiRequest {
  at: Microseconds;
  actor: Actor;
  verb: string;
  /** Absent for a path that is no resource; then `path` is given. */
  resource?: ResourceName;
  path?: string;
  namespace?: string;
  name?: string;
  subresource?: string;
  /** What is asked of the proxied server, after the subresource proxy. */
  proxyPath?: string;
  /** The object's, as far as the request names them. */
  uid?: string;
  resourceVersion?: string;
  /** The query string, percent-encoded, without the question mark. */
  query?: string;
  /** By default what success means for the verb: 200, 201 for create, 101 for exec and port-forward. */
  code?: number;
  /** Why it failed, where the usual sentence for the code does not fit. */
  message?: string;
  reason?: string;
  /** Until the last stage. By default some milliseconds, and some minutes for a watch. */
  duration?: Microseconds;
  requestObject?: unknown;
  responseObject?: unknown;
  impersonatedUser?: AuditUser;
  annotations?: Record<string, string>;
  /** The authorizer's reason, where it is not the actor's usual one. */
  allowedBy?: string;
}

/** Takes the requests that a routine, an episode or an incident makes. */
export type Send = (request: ApiRequest) => void;

const NAME_IS_NOT_IN_THE_URL = new Set(['create', 'list', 'watch', 'deletecollection']);

export function requestURI(request: ApiRequest): string {
  const query = request.query ? `?${request.query}` : '';
  if (!request.resource) return `${request.path ?? '/'}${query}`;
  const { plural, group, version } = findResource(request.resource);
  let uri = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  if (request.namespace !== undefined && request.resource !== 'namespaces') uri += `/namespaces/${request.namespace}`;
  uri += `/${plural}`;
  const named = request.subresource !== undefined || !NAME_IS_NOT_IN_THE_URL.has(request.verb);
  if (named && request.name !== undefined) uri += `/${request.name}`;
  if (request.subresource !== undefined) uri += `/${request.subresource}`;
  if (request.proxyPath !== undefined) uri += request.proxyPath;
  return uri + query;
}

/** exec, attach, port-forward: the connection is upgraded to a stream. */
export function isUpgrade(request: ApiRequest): boolean {
  return request.subresource === 'exec' || request.subresource === 'attach' || request.subresource === 'portforward';
}

/** Requests that kube-apiserver counts as long-running and gives a ResponseStarted event. */
export function isLongRunning(request: ApiRequest): boolean {
  return (
    request.verb === 'watch' || isUpgrade(request) || request.subresource === 'log' || request.subresource === 'proxy'
  );
}

export function codeOf(request: ApiRequest): number {
  if (request.code !== undefined) return request.code;
  if (isUpgrade(request)) return 101;
  return request.verb === 'create' ? 201 : 200;
}
