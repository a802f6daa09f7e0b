/**
 * Azure's diagnostic records of AKS: one (`category`, `properties.log`), a batch of an Event Hub (`records`), and rows of
 * Log Analytics' AzureDiagnostics (`log_s`). The event is untouched inside; categories other than kube-audit carry klog text.
 */
import { asObject } from '@/lib/audit/sources/native-event';
import { sliceListItems } from '@/lib/ingest/containers/json-values';
import type { Format, JsonObject, Recognised } from '@/lib/ingest/formats/format';
import { mayHoldEvent, textParts } from '@/lib/ingest/formats/wrapped-text';
import type { InputValue } from '@/lib/ingest/input-value';

const AUDIT_CATEGORIES = ['kube-audit', 'kube-audit-admin'];

export const aksBatch: Format = {
  name: 'AKS diagnostic records',
  recognise(object, value) {
    if (!Array.isArray(object.records) || 'auditID' in object) return null;
    return { kind: 'parts', parts: sliceListItems(value.bytes, value.lineNumber, value.byteOffset) };
  },
};

export const aksRecord: Format = {
  name: 'AKS diagnostic record',
  recognise(object, value) {
    const properties = object.properties;
    if (typeof object.category !== 'string' || typeof properties !== 'object' || properties === null) return null;
    if (!('log' in properties)) return null;
    return unwrap(object.category, (properties as JsonObject).log, value);
  },
};

export const azureDiagnostics: Format = {
  name: 'AzureDiagnostics',
  recognise(object, value) {
    if (!('log_s' in object)) return null;
    const category = String(object.Category ?? object.category ?? '');
    // A query may leave the category out: then the text says what it is.
    const isAudit = category === '' && typeof object.log_s === 'string' && mayHoldEvent(object.log_s);
    return unwrap(isAudit ? 'kube-audit' : category, object.log_s, value);
  },
};

/** The answer of the query API: `tables`, each with `columns` and `rows`. The rows become objects of their columns. */
export const logAnalyticsQuery: Format = {
  name: 'Log Analytics query',
  recognise(object, value) {
    if (!Array.isArray(object.tables)) return null;
    const rows = object.tables.flatMap(rowsOf);
    return rows.length === 0 ? null : { kind: 'parts', parts: textParts(rows, value) };
  },
};

function rowsOf(table: unknown): string[] {
  const { columns, rows } = asObject(table) ?? {};
  if (!Array.isArray(columns) || !Array.isArray(rows)) return [];
  const names = columns.map((column) => String(asObject(column)?.name ?? ''));
  return rows.map((row) =>
    JSON.stringify(Array.isArray(row) ? Object.fromEntries(names.map((name, i) => [name, row[i]])) : row),
  );
}

function unwrap(category: string, log: unknown, value: InputValue): Recognised {
  if (!AUDIT_CATEGORIES.includes(category))
    return { kind: 'skip', reason: `AKS log of category ${category.slice(0, 60)}` };
  if (typeof log === 'string') return { kind: 'parts', parts: textParts([log], value) };
  // Some forwarders parse the string on the way.
  if (typeof log === 'object' && log !== null) return { kind: 'parts', parts: textParts([JSON.stringify(log)], value) };
  return { kind: 'bad', reason: `an AKS record of category ${category} whose log is neither text nor an object` };
}
