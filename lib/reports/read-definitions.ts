/**
 * Reads the definitions of reports: those of the product and a user's own beside them. A report of the user's with the id
 * of a built-in one takes its place. One bad file does not take the others away: what is wrong with it is told, with
 * place and expectation, wherever reports are listed.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { getEnv } from '@/lib/env';
import { type DefinitionEntry, definitionFileSchema, type ReportDefinition } from '@/lib/reports/report-definition';
import { parseFilterText } from '@/lib/search/filter-text';

/** What is wrong with a file: its name, where in it, and what was expected. */
export type DefinitionProblem = { file: string; place: string; message: string };

export type Definitions = { reports: ReportDefinition[]; problems: DefinitionProblem[] };

type Found = {
  entry: DefinitionEntry;
  framework: string;
  version: string;
  file: string;
  place: Place;
  builtIn: boolean;
};
type Place = (path: PropertyKey[]) => string;

const MAX_FILE_BYTES = 1024 * 1024;

/** Relative to the project root, which is the working directory of everything that asks. */
export function ownDefinitionsDirectory(): string {
  const { PLUMBLINE_REPORTS, PLUMBLINE_DATA } = getEnv();
  return PLUMBLINE_REPORTS ?? path.join(PLUMBLINE_DATA, 'reports');
}

export async function readDefinitions(
  builtInDirectory = path.resolve('lib/reports/definitions'),
  ownDirectory = ownDefinitionsDirectory(),
): Promise<Definitions> {
  const files = [...(await readDirectory(builtInDirectory, true)), ...(await readDirectory(ownDirectory, false))];
  const hash = createHash('sha256');
  for (const { file, bytes } of files) hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  const digest = hash.digest('hex');
  if (last?.digest !== digest) last = { digest, definitions: parseFiles(files) };
  return last.definitions;
}

/** Reading the files takes a millisecond, understanding them some hundred: done again only when a byte of them changed. */
let last: { digest: string; definitions: Definitions } | null = null;

type DefinitionFile = { file: string; bytes: Buffer; builtIn: boolean };

function parseFiles(files: readonly DefinitionFile[]): Definitions {
  const problems: DefinitionProblem[] = [];
  const found = files.flatMap(({ bytes, file, builtIn }) => readText(bytes, file, builtIn, problems));
  const byId = new Map<string, Found>();
  for (const one of found) {
    const known = byId.get(one.entry.id);
    if (known && known.builtIn === one.builtIn) {
      problems.push(problemOf(one, ['id'], `${one.entry.id} is defined in ${known.file} already: expected another id`));
      continue;
    }
    byId.set(one.entry.id, one);
  }
  const reports: ReportDefinition[] = [];
  for (const one of byId.values()) {
    const report = complete(one, byId, problems);
    if (report) reports.push(report);
  }
  return { reports, problems };
}

/** No report has that id, or its file is wrong; the message says what there is and what to do. */
export class UnknownReportError extends Error {
  override name = 'UnknownReportError';
}

export async function findDefinition(id: string): Promise<ReportDefinition> {
  const { reports, problems } = await readDefinitions();
  const wanted = id.toLowerCase();
  const report = reports.find((one) => one.id.toLowerCase() === wanted);
  if (report) return report;
  const begins = wanted.split(/[-.]/)[0] ?? '';
  const near = reports.filter((one) => one.id.toLowerCase().startsWith(begins)).map((one) => one.id);
  const choice =
    near.length > 0
      ? `Of this kind there are ${near.join(', ')}.`
      : `There are ${reports.map((one) => one.id).join(', ')}.`;
  const broken = problems.length > 0 ? ` ${describeProblems(problems)}` : '';
  throw new UnknownReportError(
    `There is no report “${id.slice(0, 100)}”. ${choice} Own ones are files in ${ownDefinitionsDirectory()}.${broken}`,
  );
}

export function describeProblems(problems: readonly DefinitionProblem[]): string {
  return problems.map(({ file, place, message }) => `${file}, ${place}: ${message}.`).join(' ');
}

async function readDirectory(directory: string, builtIn: boolean): Promise<DefinitionFile[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((one) => /\.(ya?ml|json)$/i.test(one))
      .sort()
      .map(async (name) => {
        const file = path.join(directory, name);
        return { file: builtIn ? name : file, bytes: await readFile(file), builtIn };
      }),
  );
}

/** JSON is YAML, too. */
function readText(bytes: Buffer, file: string, builtIn: boolean, problems: DefinitionProblem[]): Found[] {
  if (bytes.length > MAX_FILE_BYTES) {
    problems.push({
      file,
      place: 'the file',
      message: `has ${bytes.length} bytes: expected ${MAX_FILE_BYTES} at most`,
    });
    return [];
  }
  const lines = new LineCounter();
  const document = parseDocument(bytes.toString('utf8'), { lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    const message = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'cannot be read';
    problems.push({ file, place: `line ${line}, column ${col}`, message: `is no YAML: ${message}` });
    return [];
  }
  const place: Place = (keys) => {
    for (let length = keys.length; length >= 0; length--) {
      const node: unknown = document.getIn(keys.slice(0, length), true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? (node.range as number[]) : null;
      if (range) return `line ${lines.linePos(range[0] as number).line}, ${keys.join('.') || 'the file'}`;
    }
    return keys.join('.') || 'the file';
  };
  // Aliases could make a small file a huge value.
  const result = definitionFileSchema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (!result.success) {
    for (const issue of result.error.issues) problems.push({ file, place: place(issue.path), message: issue.message });
    return [];
  }
  const { framework, version, reports } = result.data;
  return reports.map((entry, n) => ({
    entry,
    framework,
    version,
    file,
    builtIn,
    place: (keys) => place(['reports', n, ...keys]),
  }));
}

function complete(one: Found, byId: Map<string, Found>, problems: DefinitionProblem[]): ReportDefinition | null {
  const chain: DefinitionEntry[] = [];
  for (let next: Found | undefined = one; next; next = next.entry.like ? byId.get(next.entry.like) : undefined) {
    if (chain.includes(next.entry)) {
      problems.push(
        problemOf(one, ['like'], `leads back to ${next.entry.id}: expected a report that does not take from this one`),
      );
      return null;
    }
    chain.push(next.entry);
    if (next.entry.like && !byId.has(next.entry.like)) {
      problems.push(problemOf(one, ['like'], `there is no report ${next.entry.like}`));
      return null;
    }
  }
  const given = <Key extends keyof DefinitionEntry>(key: Key): DefinitionEntry[Key] | undefined =>
    chain.find((entry) => entry[key] !== undefined)?.[key];
  const query = given('query');
  if (query === undefined) {
    problems.push(
      problemOf(one, ['query'], 'expected a query (an empty one for all events), or like: with a report that has one'),
    );
    return null;
  }
  const said = {
    id: one.entry.id,
    framework: one.framework,
    version: one.version,
    control: one.entry.control ?? null,
    title: one.entry.title,
    question: one.entry.question,
    query,
    population: given('population') ?? null,
    namespaced: given('namespaced') ?? true,
    required: given('required') ?? [],
    tables: given('tables') ?? [],
    checks: given('checks') ?? [],
    facts: given('facts') ?? [],
    sample: given('sample') ?? 25,
    list: given('list') ?? 0,
    limits: given('limits') ?? [],
  };
  const wrong = queryProblems(said, one);
  if (wrong.length > 0) {
    problems.push(...wrong);
    return null;
  }
  const digest = createHash('sha256').update(JSON.stringify(said)).digest('hex');
  return { ...said, file: one.file, builtIn: one.builtIn, digest };
}

/** The period is asked for when a report is made, so no query of a definition has one. */
function queryProblems(said: Pick<ReportDefinition, 'query' | 'checks'>, one: Found): DefinitionProblem[] {
  const places: [PropertyKey[], string][] = [[['query'], said.query]];
  said.checks.forEach((check, n) => {
    places.push([['checks', n, 'query'], check.query]);
  });
  return places.flatMap(([keys, text]) => {
    const { filter, problem } = parseFilterText(text);
    if (problem) return [problemOf(one, keys, `column ${problem.column} of the query: ${problem.message}`)];
    if (filter.time.from !== null || filter.time.to !== null) {
      return [problemOf(one, keys, 'expected no from:, to: or at:, for the period is chosen when the report is made')];
    }
    return [];
  });
}

function problemOf({ file, place, entry }: Found, keys: PropertyKey[], message: string): DefinitionProblem {
  return { file, place: `${place(keys)} of ${entry.id}`, message };
}
