/**
 * A log that Datadog's pipeline for Kubernetes audit logs has taken apart: `http.*`, `usr.*`, `network.client.*` and the rest of
 * the event under its own names, in `attributes` (twice in an answer of its API). What it drops stays missing.
 */
import { asText, readField } from '@/lib/audit/untrusted';
import { asObject, type JsonObject, type NativeEvent, nativeFieldsOf, withoutMissing } from './native-event';
import { objectOfPath } from './request-path';

const VERB_OF_METHOD = new Map([
  ['POST', 'create'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
]);

export function datadogEvent(log: JsonObject): NativeEvent | null {
  const outer = asObject(log.attributes);
  const attributes = asObject(outer?.attributes) ?? outer ?? log;
  const http = asObject(attributes.http);
  const path = asText(readField(http, 'url_details', 'path'));
  if (http === null || !('auditID' in attributes || 'objectRef' in attributes)) return null;
  if (path === null && asText(http.url) === null) return null;
  const uri = asText(attributes.requestURI) ?? asText(http.url) ?? path;
  const objectRef = asObject(attributes.objectRef) ?? (path === null ? null : objectOfPath(path));
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    ...nativeFieldsOf(attributes),
    requestURI: uri,
    verb: asText(attributes.verb) ?? verbOf(asText(http.method), 'name' in (objectRef ?? {}), objectRef === null),
    user: userOf(attributes),
    objectRef,
    sourceIPs: attributes.sourceIPs ?? ipOf(attributes),
    userAgent: asText(attributes.userAgent) ?? asText(http.useragent),
    responseStatus: { metadata: {}, ...asObject(attributes.responseStatus), ...codeOf(http.status_code) },
    requestReceivedTimestamp: timeOf(
      attributes.requestReceivedTimestamp ?? attributes.stageTimestamp ?? outer?.timestamp ?? log.timestamp ?? log.date,
    ),
  };
  return { event: withoutMissing(event), identity: log };
}

/** The method may be a verb of Kubernetes already: some pipelines map the one to the other. */
function verbOf(method: string | null, named: boolean, noResource: boolean): string | null {
  if (method === null || method !== method.toUpperCase()) return method;
  if (noResource) return method.toLowerCase();
  if (method === 'GET') return named ? 'get' : 'list';
  if (method === 'DELETE') return named ? 'delete' : 'deletecollection';
  return VERB_OF_METHOD.get(method) ?? method.toLowerCase();
}

function userOf(attributes: JsonObject): JsonObject {
  const usr = asObject(attributes.usr);
  return withoutMissing({
    username: asText(usr?.name) ?? asText(usr?.username) ?? asText(usr?.id),
    uid: asText(usr?.uid) ?? (asText(usr?.name) === null ? null : asText(usr?.id)),
    groups: usr?.groups,
    extra: usr?.extra,
    ...asObject(attributes.user),
  });
}

function ipOf(attributes: JsonObject): string[] | null {
  const ip = asText(readField(attributes, 'network', 'client', 'ip'));
  return ip === null ? null : [ip];
}

function codeOf(code: unknown): { code?: number } {
  const number = typeof code === 'string' && /^\d{3}$/.test(code) ? Number(code) : code;
  return typeof number === 'number' ? { code: number } : {};
}

/** Datadog writes times as text or in milliseconds since 1970. */
function timeOf(time: unknown): unknown {
  if (typeof time !== 'number' || !Number.isSafeInteger(time) || Math.abs(time) > 8.64e15) return time;
  return new Date(time).toISOString();
}
