// Whatever stands in an event, a report is a report: read by the parsers that readers use.

import fc from 'fast-check';
import Papa from 'papaparse';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { valueOfCsvField } from '@/lib/export/csv-field';
import { inertText } from './inert-text';
import { modelReport } from './model-report';
import { reportDocument } from './report-blocks';
import { writeHtml } from './write-html';
import { writeReportCsv } from './write-report-csv';
import { writeReportJson } from './write-report-json';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style><svg onload=alert(1)>',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  '=HYPERLINK("http://198.51.100.1","x")',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '+1',
  '-1',
  '\t=1',
  "'=1",
  'alice\u202egnp.exe',
  'a\u2066b\u2069\u200b\u0000\u001b[31m',
  'line\r\nline',
  'a,b;"c"',
  '\ud800',
  'שלום עולם',
  '😀'.repeat(400),
  '',
  ' ',
];
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }), fc.string());
/** More on request. */
const RUNS = Number(process.env.REPORTS_RUNS ?? 40);

const ELEMENTS = new Set(
  'html head meta title style body main h1 h2 h3 p strong pre code dl dt dd table caption colgroup col thead tbody tr th td svg rect path text div span bdi'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'lang charset http-equiv content name class scope width height viewBox role aria-label aria-hidden fill stroke d x y font-size text-anchor'.split(
    ' ',
  ),
);

function* elementsOf(node: DefaultTreeAdapterTypes.Node): Generator<DefaultTreeAdapterTypes.Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsOf(child);
}

function textOf(node: DefaultTreeAdapterTypes.Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

describe('a report with hostile texts', () => {
  it('has in HTML the elements that a report has, and the texts as texts', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const html = writeHtml(reportDocument(modelReport(hostile)));
        const tree = parse(html, { scriptingEnabled: true });
        const cells: string[] = [];
        const foreign: string[] = [];
        for (const element of elementsOf(tree)) {
          if (!ELEMENTS.has(element.tagName)) foreign.push(element.tagName);
          for (const { name } of element.attrs) if (!ATTRIBUTES.has(name)) foreign.push(name);
          if (element.tagName === 'td') cells.push(textOf(element));
        }
        expect(foreign).toEqual([]);
        // The verdict's row is the last one of the sign-offs, and holds the person's name alone in a cell.
        if (inertText(hostile).length < 200) expect(cells).toContain(inertText(hostile));
        expect(html.replaceAll('\n', '')).not.toMatch(INVISIBLE);
      }),
      { numRuns: RUNS },
    );
  });

  it('has in CSV no cell that a spreadsheet runs, and each value', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const csv = writeReportCsv(modelReport(hostile));
        const { data, errors } = Papa.parse<string[]>(csv, { skipEmptyLines: true });
        expect(errors).toEqual([]);
        const [header, ...rows] = data;
        const user = header?.indexOf('user') ?? -1;
        expect(rows.filter((row) => row.length !== header?.length)).toEqual([]);
        expect(rows.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
        const events = rows.filter(([section]) => section === 'sample event');
        expect(events).toHaveLength(3);
        for (const row of events) expect(valueOfCsvField(row[user] ?? '')).toBe(inertText(hostile));
        expect(csv.replaceAll('\r\n', '')).not.toMatch(INVISIBLE);
      }),
      { numRuns: RUNS },
    );
  });

  it('has in JSON every value as it is, written so that nothing takes it for something else', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const report = modelReport(hostile);
        const json = writeReportJson(report);
        expect(JSON.parse(json)).toEqual(report);
        expect(json).not.toMatch(/[<>&\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
      }),
      { numRuns: RUNS },
    );
  });
});
