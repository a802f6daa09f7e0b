/** Tells from the first bytes of an input how its values stand in it. */

import { looksLikeLogstashRow } from '@/lib/audit/sources/logstash-row';
import type { Container } from '@/lib/ingest/containers/container';
import { criLines, dockerLines, isCriLine, isDockerLine } from '@/lib/ingest/containers/container-lines';
import { csvRows, csvTable } from '@/lib/ingest/containers/csv-rows';
import { jsonLines } from '@/lib/ingest/containers/json-lines';
import { jsonValues } from '@/lib/ingest/containers/json-values';
import { legacyText } from '@/lib/ingest/containers/legacy-text';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import { isTableHeader } from '@/lib/ingest/formats/text-event';

/** Lines are the fallback: there a broken value costs one line, in the others it can cost what follows it. */
export function recogniseContainer(head: Buffer, only: FormatName | null = null): Container {
  if (only === 'legacy-text') return legacyText;
  const text = head.toString('utf8').trimStart();
  if (text.startsWith('[')) return jsonValues;
  if (!text.startsWith('{')) return linesOf(text, only);
  const lineEnd = text.indexOf('\n');
  const firstLine = (lineEnd < 0 ? text : text.slice(0, lineEnd)).trim();
  if (isDockerLine(firstLine)) return dockerLines;
  if (isJson(firstLine)) {
    // A whole object in the first line: lines, unless another object follows in the same one (then isJson is false).
    return jsonLines;
  }
  if (
    /^\{[^{}]{0,2000}?(?:\{[^{}]*\}[^{}]{0,2000}?)?"(?:items|records|events|results)"\s*:\s*\[/.test(
      firstLine.slice(0, 8192),
    )
  )
    return jsonValues;
  // Pretty-printed: the first line ends inside an object, at a place where a line break may stand.
  if (lineEnd >= 0 && /^\{\s*$|[{[,]$/.test(firstLine)) return jsonValues;
  if (/^\{.*\}\s*\{/.test(firstLine.slice(0, 8192)) && !truncatedBeforeNextLine(text, lineEnd)) return jsonValues;
  return jsonLines;
}

/** Lines with something before the value, or without one. */
function linesOf(text: string, only: FormatName | null): Container {
  const end = text.indexOf('\n');
  const firstLine = end < 0 ? text : text.slice(0, end);
  if (only === 'logstash-csv' || looksLikeLogstashRow(firstLine)) return csvRows;
  if (only === 'log-analytics' || isTableHeader(firstLine.trimEnd())) return csvTable;
  if (isCriLine(text)) return criLines;
  return /^\S{1,64} AUDIT: id="/m.test(text) ? legacyText : jsonLines;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a second line begins like one of JSON lines: then the odd first line is a broken one among lines. */
function truncatedBeforeNextLine(text: string, lineEnd: number): boolean {
  return (
    lineEnd >= 0 &&
    text
      .slice(lineEnd + 1)
      .trimStart()
      .startsWith('{')
  );
}
