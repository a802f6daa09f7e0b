/** Reads the URL of a request: a parameter that is unknown, given twice or unintelligible is a problem, all listed at once. */
import type { z } from 'zod';
import { type EventFilter, emptyFilter } from '@/lib/search/event-filter';
import { badRequest, type RequestProblem } from './api-error';
import { isFilterParameter, readFilter } from './filter-parameters';
import type { Operation } from './operation';

export type ParsedRequest<Path, Query> = { path: Path; query: Query; filter: EventFilter };

export function parseRequest<Path extends z.ZodType, Query extends z.ZodObject>(
  operation: Operation<Path, Query, z.ZodType>,
  params: URLSearchParams,
  pathValues: unknown,
): ParsedRequest<z.infer<Path>, z.infer<Query>> {
  const problems: RequestProblem[] = [];
  const own: Record<string, string> = {};
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    const given = values.join(', ').slice(0, 200);
    if (Object.hasOwn(operation.query.shape, name)) {
      if (values.length > 1) problems.push({ parameter: name, given, message: 'expected it once' });
      own[name] = values[0] ?? '';
    } else if (!operation.filtered || !isFilterParameter(name)) {
      problems.push({ parameter: name.slice(0, 200), given, message: `expected ${describeKnown(operation)}` });
    }
  }
  const filter = operation.filtered ? readFilter(params, problems) : emptyFilter;
  const query = operation.query.safeParse(own);
  const path = operation.pathParameters.safeParse(pathValues);
  collect(query, own, problems);
  collect(path, pathValues, problems);
  if (!query.success || !path.success || problems.length > 0) throw badRequest(problems);
  return { path: path.data, query: query.data, filter };
}

function collect(result: z.ZodSafeParseResult<unknown>, given: unknown, problems: RequestProblem[]): void {
  for (const issue of result.error?.issues ?? []) {
    const parameter = String(issue.path[0] ?? '');
    problems.push({ parameter, given: readGiven(given, parameter), message: issue.message });
  }
}

function readGiven(given: unknown, name: string): string {
  if (typeof given !== 'object' || given === null || !Object.hasOwn(given, name)) return '';
  return String(Reflect.get(given, name)).slice(0, 200);
}

function describeKnown(operation: Operation<z.ZodType, z.ZodObject, z.ZodType>): string {
  const own = Object.keys(operation.query.shape).join(', ');
  if (!operation.filtered) return own === '' ? 'no parameters' : `one of ${own}`;
  return `${own === '' ? '' : `${own}, or `}a filter: from, to, cluster, or another field of an event (see /api/openapi.json)`;
}
