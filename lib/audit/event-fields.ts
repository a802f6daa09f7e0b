/**
 * The one table of the fields that events are searched by. The URL, the API's parameters, facets, columns, the dictionary
 * and the SQL columns of `combination` all come from it: a new facet is one row here, its value in facet-values.ts and a
 * migration. The order is the order of the facets on the screen.
 */
export const eventFields = [
  { name: 'user', label: 'User', column: 'user', missing: 'no user name: the request was not authenticated' },
  { name: 'verb', label: 'Verb', column: 'verb', missing: 'no verb' },
  { name: 'resource', label: 'Resource', column: 'resource', missing: 'a request to a path that is no resource' },
  { name: 'apiGroup', label: 'API group', column: 'api_group', missing: 'a request to a path that is no resource' },
  { name: 'subresource', label: 'Subresource', column: 'subresource', missing: 'the resource itself' },
  { name: 'namespace', label: 'Namespace', column: 'namespace', missing: 'cluster-scoped, or no resource' },
  { name: 'sourceIP', label: 'Source IP', column: 'source_ip', missing: 'no source IP' },
  { name: 'outcome', label: 'Outcome', column: 'outcome', missing: 'none' },
  { name: 'code', label: 'Response code', column: 'code', missing: 'no response at this stage' },
  { name: 'reason', label: 'Failure reason', column: 'reason', missing: 'no failure' },
  { name: 'decision', label: 'Decision', column: 'decision', missing: 'not authorised at this stage' },
  { name: 'workload', label: 'Workload', column: 'workload', missing: 'none' },
  { name: 'userAgent', label: 'User agent', column: 'user_agent', missing: 'the client sent none' },
  { name: 'impersonatedUser', label: 'Impersonated user', column: 'impersonated_user', missing: 'no impersonation' },
  { name: 'stage', label: 'Stage', column: 'stage', missing: 'no stage' },
  { name: 'level', label: 'Level', column: 'level', missing: 'no level' },
  { name: 'cluster', label: 'Cluster', column: 'cluster', missing: 'none' },
] as const;

export type EventField = (typeof eventFields)[number];
export type EventFieldName = EventField['name'];

export const eventFieldNames: readonly EventFieldName[] = eventFields.map((field) => field.name);

const byName = new Map<string, EventField>(eventFields.map((field) => [field.name, field]));

/** The field of that name, or undefined: the allowlist for everything that comes from a URL. */
export function findEventField(name: string): EventField | undefined {
  return byName.get(name);
}
