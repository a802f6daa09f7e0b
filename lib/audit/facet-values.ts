/**
 * The values by which one parsed event is searched. Written by hand instead of with zod because it runs for every event
 * of an import (zod took three times as long as JSON.parse itself); it takes nothing for granted: whatever has another
 * type than kube-apiserver writes counts as missing.
 */
import { hash } from 'node:crypto';
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { outcomeOf } from '@/lib/audit/outcome';
import { actingWorkload } from '@/lib/audit/workload';

/** Longest value in the index. kube-apiserver cuts user agents at 1,024 itself; nothing cuts the rest. */
export const MAX_VALUE_LENGTH = 1024;
export const MAX_NAME_LENGTH = 256;

/** Values in the order of the field table; null = missing. */
export type FacetValues = (string | null)[];

const position = Object.fromEntries(eventFieldNames.map((name, i) => [name, i])) as Record<EventFieldName, number>;

type JsonObject = { readonly [key: string]: unknown };

export function facetValues(event: JsonObject, cluster: string): FacetValues {
  const user = objectAt(event, 'user');
  const username = textAt(user, 'username');
  const objectRef = objectAt(event, 'objectRef');
  const status = objectAt(event, 'responseStatus');
  const annotations = objectAt(event, 'annotations');
  const code = codeOf(status?.code);
  const decision = textAt(annotations, 'authorization.k8s.io/decision');
  const sourceIPs = event.sourceIPs;
  const extra = objectAt(user, 'extra');
  const resource = textAt(objectRef, 'resource');

  const values: FacetValues = new Array(eventFieldNames.length).fill(null);
  values[position.user] = indexed(username);
  values[position.verb] = indexed(textAt(event, 'verb'));
  values[position.resource] = indexed(resource);
  values[position.apiGroup] = resource === null ? null : indexed(apiGroupOf(objectRef));
  values[position.subresource] = indexed(textAt(objectRef, 'subresource'));
  values[position.namespace] = indexed(textAt(objectRef, 'namespace'));
  // Earlier entries are what the client claims in X-Forwarded-For; the last one is the peer that was seen.
  values[position.sourceIP] = Array.isArray(sourceIPs) ? indexed(text(sourceIPs[sourceIPs.length - 1])) : null;
  values[position.outcome] = outcomeOf(code, decision);
  values[position.code] = code === null ? null : String(code);
  values[position.reason] = indexed(textAt(status, 'reason'));
  values[position.decision] = indexed(decision);
  values[position.workload] = indexed(
    actingWorkload(username, firstText(extra?.['authentication.kubernetes.io/pod-name'])),
  );
  values[position.userAgent] = indexed(textAt(event, 'userAgent'));
  values[position.impersonatedUser] = indexed(textAt(objectAt(event, 'impersonatedUser'), 'username'));
  values[position.stage] = indexed(textAt(event, 'stage'));
  values[position.level] = indexed(textAt(event, 'level'));
  values[position.cluster] = cluster;
  return values;
}

/** objectRef.name, or the path of a request that names no resource; cut for the index where nothing else is said. */
export function objectName(event: JsonObject, longest = MAX_NAME_LENGTH): string | null {
  const objectRef = objectAt(event, 'objectRef');
  const name = textAt(objectRef, 'name');
  if (name !== null) return storable(name.slice(0, longest));
  if (textAt(objectRef, 'resource') !== null) return null;
  const uri = textAt(event, 'requestURI');
  if (uri === null) return null;
  const query = uri.indexOf('?');
  return storable((query < 0 ? uri : uri.slice(0, query)).slice(0, longest));
}

/** The value as the index holds it. A cut value ends in a part of its hash, so that two long ones stay two. */
export function indexed(value: string | null): string | null {
  if (value === null) return null;
  if (value.length <= MAX_VALUE_LENGTH) return storable(value);
  return `${storable(value.slice(0, MAX_VALUE_LENGTH))}…#${hash('sha256', value, 'hex').slice(0, 12)}`;
}

/** PostgreSQL's text has no NUL, UTF-8 no lone surrogate: both are written out visibly. */
function storable(value: string): string {
  if (!/[\0\ud800-\udfff]/.test(value)) return value;
  return value.replaceAll('\0', '\\u0000').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** v1alpha1 has no apiGroup: there apiVersion is `group/version`, for the core group `/v1`. */
function apiGroupOf(objectRef: JsonObject | null): string {
  const apiGroup = textAt(objectRef, 'apiGroup');
  if (apiGroup !== null) return apiGroup;
  const apiVersion = textAt(objectRef, 'apiVersion') ?? '';
  return apiVersion.slice(0, Math.max(0, apiVersion.lastIndexOf('/'))) || 'core';
}

function objectAt(object: JsonObject | null, key: string): JsonObject | null {
  const value = object?.[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function textAt(object: JsonObject | null, key: string): string | null {
  return object === null ? null : text(object[key]);
}

function firstText(value: unknown): string | null {
  return Array.isArray(value) ? text(value[0]) : null;
}

function codeOf(value: unknown): number | null {
  const code = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof code === 'number' && Number.isInteger(code) && code > 0 && code < 1000 ? code : null;
}
