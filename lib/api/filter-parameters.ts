/** The filter as parameters of a request: which names it takes, how they are described, and how they are read. */
import { z } from 'zod';
import { eventFields } from '@/lib/audit/event-fields';
import { MAX_QUERY_LENGTH } from '@/lib/query/query-length';
import { type EventFilter, parseEventFilter } from '@/lib/search/event-filter';
import type { RequestProblem } from './api-error';

const VALUE_FORMS =
  'A value, with `*` for any run of characters (`\\*` for a star itself). Empty for the events that have no such value. Repeat it for “or”.';
const MAX_VALUE_LENGTH = 2048;

const time = 'RFC 3339, a date (UTC), `now`, or relative to now: `now-15m`, `now-24h`, `now-7d`';

/** Conditions on the row; each can be given once. */
const singleParameters = {
  name: z.string().describe('objectRef.name, or the path of a request that names no object'),
  auditID: z.string().describe('one request: all its stages'),
  text: z.string().describe('a string anywhere in the original event'),
  from: z.string().describe(`start of the window, inclusive: ${time}`),
  to: z.string().describe(`end of the window, exclusive: ${time}`),
  q: z
    .string()
    .describe(
      'a query, to hold besides the other parameters: `verb:delete user:*@example.com -namespace:kube-system code:>=400 ' +
        '(name:api-* OR requestObject.spec.containers.image:*miner*) "sh.helm.release"`; see docs/query-language.md',
    ),
};

const repeatedParameters = Object.fromEntries(
  eventFields.flatMap((field) => [
    [field.name, z.array(z.string()).describe(`${field.label}. ${valueForms(field.name)}`)],
    [`-${field.name}`, z.array(z.string()).describe(`Leaves these out. ${field.label}, in the same forms.`)],
  ]),
);

/** All filter parameters, for the description of the API. */
export const filterParametersSchema = z.object({ ...repeatedParameters, ...singleParameters }).partial();

const singleNames = new Set(Object.keys(singleParameters));
/** `user!=alice` in a URL is the parameter `user!` with the value `alice`. */
const filterNames = new Set([
  ...Object.keys(filterParametersSchema.shape),
  ...eventFields.map((field) => `${field.name}!`),
]);

export function isFilterParameter(name: string): boolean {
  return filterNames.has(name);
}

/** Reads the filter and adds what it could not understand to `problems`. */
export function readFilter(params: URLSearchParams, problems: RequestProblem[]): EventFilter {
  for (const [name, value] of params) {
    if (!filterNames.has(name)) continue;
    const message = problemOfValue(value, name === 'q' ? MAX_QUERY_LENGTH : MAX_VALUE_LENGTH);
    if (message) problems.push({ parameter: name, given: value.slice(0, 200), message });
  }
  for (const name of singleNames) {
    const values = params.getAll(name);
    if (values.length > 1)
      problems.push({ parameter: name, given: values.join(', ').slice(0, 200), message: 'expected it once' });
  }
  const parsed = parseEventFilter(params);
  for (const { parameter, ...problem } of parsed.problems) {
    problems.push({ parameter, given: (params.get(parameter) ?? '').slice(0, 200), ...problem });
  }
  return parsed.filter;
}

function problemOfValue(value: string, most: number): string | null {
  if (value.length > most) return `expected at most ${most} characters`;
  if (value.includes('\u0000')) return 'expected no NUL character';
  return null;
}

function valueForms(name: string): string {
  return name === 'code' ? `${VALUE_FORMS} Also \`>=400\`, \`<500\`, \`400-499\`, \`4xx\`.` : VALUE_FORMS;
}
