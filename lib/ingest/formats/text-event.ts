/**
 * Values that are no JSON: a request of the text log of Kubernetes 1.5 to 1.11, a row of a table in CSV (under its column
 * names, as csv-rows.ts hands it over), a row of Logstash's csv output.
 */
import { columnsOf, parseCsv, readCsvRow, rowObject } from '@/lib/audit/sources/csv-row';
import { isResponseLine, legacyEvent, parseLegacyLine } from '@/lib/audit/sources/legacy-text';
import { isLogAnalyticsRow } from '@/lib/audit/sources/log-analytics-row';
import { LOGSTASH_COLUMNS, logstashEvent, looksLikeLogstashRow } from '@/lib/audit/sources/logstash-row';
import { azureDiagnostics } from '@/lib/ingest/formats/aks';
import { cloudWatchInsightsRow } from '@/lib/ingest/formats/cloudwatch';
import { logAnalytics } from '@/lib/ingest/formats/converted';
import type { Recognised } from '@/lib/ingest/formats/format';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import type { InputValue } from '@/lib/ingest/input-value';

type TextFormat = { name: string; asked: readonly FormatName[]; isTable?: boolean; recognised: Recognised };

const LEGACY_NAME = 'text log of Kubernetes 1.5 to 1.11';
const LEGACY = /^\S{1,64} AUDIT: /;

/** Null where the text is of no known format, or not of the one that was asked for. */
export function recogniseText(text: string, value: InputValue, only: FormatName | null): TextFormat | null {
  const found = LEGACY.test(text) ? legacy(text) : (tableRow(text, value) ?? logstash(text));
  if (found === null || only === null || found.asked.includes(only)) return found;
  const reason = `not of the format ${only}, which was asked for: it looks like ${found.name}`;
  return { ...found, recognised: { kind: 'bad', reason } };
}

function legacy(text: string): TextFormat {
  const format = { name: LEGACY_NAME, asked: ['legacy-text'] as const };
  const native = legacyEvent(text);
  if (native !== null) return { ...format, recognised: { kind: 'event', text, ...native } };
  const line = parseLegacyLine(text);
  const reason =
    line !== null && isResponseLine(line)
      ? `a response of the ${LEGACY_NAME} without its request: there is no line with this id before it`
      : `a line of the ${LEGACY_NAME} that is cut off, or whose values are not quoted as key="value"`;
  return { ...format, recognised: { kind: 'bad', reason } };
}

const TABLES = [
  { format: cloudWatchInsightsRow, asked: ['cloudwatch'], has: (columns: Columns) => '@message' in columns },
  { format: azureDiagnostics, asked: ['aks', 'log-analytics'], has: (columns: Columns) => 'log_s' in columns },
  { format: logAnalytics, asked: ['aks', 'log-analytics'], has: isLogAnalyticsRow },
] as const;

type Columns = { readonly [column: string]: unknown };

function tableOf(header: string): (typeof TABLES)[number] | undefined {
  const columns = Object.fromEntries(columnsOf(header).map((name) => [name, '']));
  return TABLES.find((table) => table.has(columns));
}

/** Longer first rows are no column names. */
const MAX_HEADER = 16 * 1024;

/** Whether a line holds the names of columns of a table that audit events come in. */
export function isTableHeader(line: string): boolean {
  return line.length <= MAX_HEADER && tableOf(line) !== undefined;
}

function tableRow(text: string, value: InputValue): TextFormat | null {
  const end = text.indexOf('\n');
  if (end < 0 || end > MAX_HEADER) return null;
  const table = tableOf(text.slice(0, end));
  if (!table) return null;
  const { name, recognise } = table.format;
  const row = readCsvRow(text);
  const bad = (reason: string) => ({ name, asked: table.asked, recognised: { kind: 'bad', reason } as const });
  if (row === null) return bad('a row whose quotes are not as CSV has them: a quoted field does not end');
  const [given, named] = [row.fields.length, row.columns.length];
  if (given !== named) {
    return bad(`a row of ${given} columns where the first row names ${named}: it is cut off, or not quoted as CSV is`);
  }
  const recognised = recognise(rowObject(row), value, text);
  return recognised
    ? { name, asked: table.asked, isTable: true, recognised }
    : bad('a row without the columns of an audit event');
}

function logstash(text: string): TextFormat | null {
  if (!looksLikeLogstashRow(text)) return null;
  const format = { name: 'Logstash CSV', asked: ['logstash-csv'] as const };
  const native = logstashEvent(text);
  if (native !== null) return { ...format, recognised: { kind: 'event', text, ...native } };
  const columns = parseCsv(text)?.[0]?.length ?? 0;
  const reason = `a row of ${columns} columns where Logstash writes ${LOGSTASH_COLUMNS}: it is cut off, or not quoted as CSV is`;
  return { ...format, recognised: { kind: 'bad', reason } };
}
