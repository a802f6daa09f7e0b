/**
 * The filters that lead on from one event. All of them stay in its cluster: names are only the same thing there. A
 * credential is no field of the index; its identifier is searched for in the evidence, which finds the request that issued
 * the token, too.
 */
import type { EventFieldName } from '@/lib/audit/event-fields';
import { asText, readField } from '@/lib/audit/untrusted';
import type { PivotName } from '@/lib/pivots/pivot-answers';
import type { EventRow } from '@/lib/search/event-answers';
import { type EventFilter, emptyFilter, withTime, withValueState } from '@/lib/search/event-filter';
import type { TimeRange } from '@/lib/search/time-range';
import { escapeValue } from '@/lib/search/value-pattern';

export type PivotFilter = { name: PivotName; value: string | null; filter: EventFilter };

/** `event` is the original, parsed; `row` the same as the index has it. */
export function pivotFilters(row: EventRow, event: Record<string, unknown>, time: TimeRange): PivotFilter[] {
  const everything = withTime(withField(emptyFilter, 'cluster', row.cluster), time.from, time.to);
  const pivots: PivotFilter[] = [{ name: 'everything', value: null, filter: everything }];
  for (const name of ['user', 'impersonatedUser', 'workload', 'sourceIP'] as const) {
    const value = row[name];
    if (value !== null) pivots.push({ name, value, filter: withField(everything, name, value) });
  }
  const object = objectPivot(row, everything);
  if (object) pivots.push(object);
  for (const [name, value] of credentialsOf(event))
    pivots.push({ name, value, filter: { ...everything, text: value } });
  const auditID = asText(event.auditID);
  if (auditID !== null) pivots.push({ name: 'auditID', value: auditID, filter: { ...everything, auditID } });
  return pivots;
}

function withField(filter: EventFilter, field: EventFieldName, value: string | null): EventFilter {
  return withValueState(filter, field, value === null ? null : escapeValue(value), 'include');
}

/** The object with all its subresources; a request for a path has the path as its name. */
function objectPivot(row: EventRow, everything: EventFilter): PivotFilter | null {
  if (row.name === null) return null;
  let filter: EventFilter = { ...everything, name: escapeValue(row.name) };
  filter = withField(filter, 'resource', row.resource);
  if (row.resource === null) return { name: 'object', value: row.name, filter };
  filter = withField(withField(filter, 'apiGroup', row.apiGroup), 'namespace', row.namespace);
  const group = row.apiGroup === null || row.apiGroup === 'core' ? '' : `.${row.apiGroup}`;
  const place = row.namespace === null ? row.name : `${row.namespace}/${row.name}`;
  return { name: 'object', value: `${row.resource}${group} ${place}`, filter };
}

const CREDENTIAL = 'authentication.kubernetes.io/credential-id';
const ISSUED_CREDENTIAL = 'authentication.kubernetes.io/issued-credential-id';

function credentialsOf(event: Record<string, unknown>): [PivotName, string][] {
  const used = readField(event, 'user', 'extra', CREDENTIAL);
  const credential = Array.isArray(used) ? asText(used[0]) : null;
  const issued = asText(readField(event, 'annotations', ISSUED_CREDENTIAL));
  const found: [PivotName, string][] = [];
  if (credential !== null) found.push(['credential', credential]);
  if (issued !== null && issued !== credential) found.push(['issuedCredential', issued]);
  return found;
}
