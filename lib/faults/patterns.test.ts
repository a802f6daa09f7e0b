// A8: every regular expression of the product is analysed for input on which it takes more than linear time, and tried on strings
// made for that.
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { analyse } from 'scslre';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { faultCount } from './fault-count';
import { recordFault } from './record-fault';

const STRINGS = faultCount(50, 10_000);
/** A linear pattern takes a fraction of that, on a machine that does other things as well. */
const LIMIT_MS = 50;
const LENGTH = 2_000;

type Pattern = { place: string; source: string; flags: string };

function patternsOfProduct(): Pattern[] {
  return ['app', 'components', 'lib'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(folder, file))
      .filter((file) => /\.(tsx?|mjs)$/.test(file) && !/\.test\.tsx?$|\/generated\/|^lib\/faults\/|\/test-/.test(file))
      .flatMap(patternsOf),
  );
}

function patternsOf(file: string): Pattern[] {
  const found: Pattern[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ place: `${file}:${line}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const patterns = patternsOfProduct();

/** Where the text is an event's and has any length. Elsewhere it is a name, a time or a query that somebody typed. */
const LONG_TEXT = /^lib\/(audit|ingest|evidence|coverage|ship)\//;

test('no regular expression takes more than linear time', () => {
  expect(patterns.length).toBeGreaterThan(50);
  const slow = patterns.flatMap(({ place, source, flags }) => {
    // `Move` is a search that begins anew at each character: quadratic in the length of one run of them.
    const reports = analyse({ source, flags }).reports.filter(
      ({ type, exponential }) => exponential || type !== 'Move' || LONG_TEXT.test(place),
    );
    return reports.map(({ type, character }) => `${place} /${source}/${flags}: ${type}, ${character.literal.source}`);
  });
  expect(slow).toEqual([]);
});

test('no pattern is slow on strings made for it', { timeout: 60_000 + patterns.length * STRINGS * 5 }, () => {
  const slow = new Set<string>();
  let tried = 0;
  for (const { place, source, flags } of patterns) {
    const pattern = new RegExp(source, flags);
    // The characters that the pattern itself speaks of are the ones that it can be led astray with.
    const alphabet = [...new Set([...source.replace(/\\[dwsSDWpP]/g, 'a0 '), 'a', '0', ' ', '-', '.', '\n', 'é'])];
    const any = () => alphabet[randomInt(alphabet.length)] as string;
    for (let n = 0; n < STRINGS; n++) {
      const pump = Array.from({ length: randomInt(1, 5) }, any).join('');
      const text = `${any()}${pump.repeat(Math.ceil(LENGTH / pump.length))}${n % 2 === 0 ? '\0' : any()}`;
      tried++;
      if (took(pattern, text) <= LIMIT_MS) continue;
      // Somebody else may have had the processor: only what is slow again is slow.
      if (Math.min(took(pattern, text), took(pattern, text)) > LIMIT_MS) slow.add(`${place} /${source}/ on ${pump}`);
    }
  }
  expect([...slow]).toEqual([]);
  recordFault({
    fault: 'A8',
    what: `${patterns.length} regular expressions, analysed and tried on strings made for them`,
    count: tried,
    events: 0,
    lost: 0,
    doubled: 0,
    more: 'none super-linear by analysis, none over 50 ms',
  });
});

function took(pattern: RegExp, text: string): number {
  pattern.lastIndex = 0;
  const begun = performance.now();
  pattern.test(text);
  return performance.now() - begun;
}
