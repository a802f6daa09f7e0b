/** An error as every route answers it: a code for programs, a sentence for people, and what was wrong with the request. */
import { z } from 'zod';

const apiErrorStatuses = {
  bad_request: 400,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  removed: 410,
  too_large: 413,
  internal: 500,
  timeout: 503,
  unavailable: 503,
  disk_full: 507,
} as const;

type ApiErrorCode = keyof typeof apiErrorStatuses;

const apiErrorCodes = [
  'bad_request',
  'not_found',
  'method_not_allowed',
  'conflict',
  'removed',
  'too_large',
  'internal',
  'timeout',
  'unavailable',
  'disk_full',
] as const satisfies readonly ApiErrorCode[];

/** Refused by the web server before a route is asked (lib/server). */
const serverErrorCodes = ['cross_origin', 'unknown_host', 'starting'] as const;

const requestProblemSchema = z
  .object({
    parameter: z.string().describe('its name as it was given'),
    given: z.string().describe('what was given, cut at 200 characters'),
    message: z.string().describe('what was expected'),
    column: z.number().int().optional().describe('of `q`: the character, from 1, at which it could not be understood'),
    expected: z.array(z.string()).optional().describe('of `q`: what could stand there'),
  })
  .meta({ id: 'RequestProblem' });

export type RequestProblem = z.infer<typeof requestProblemSchema>;

export const apiErrorSchema = z
  .object({
    error: z.object({
      code: z.enum([...apiErrorCodes, ...serverErrorCodes]),
      message: z.string().describe('a sentence: what happened and the way out'),
      problems: z.array(requestProblemSchema).optional(),
    }),
  })
  .meta({ id: 'Error' });

export type ApiErrorAnswer = z.infer<typeof apiErrorSchema>;

/** Ends a request with an error answer; the message is a sentence for the caller. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;

  constructor(
    readonly code: ApiErrorCode,
    message: string,
    readonly problems?: RequestProblem[],
  ) {
    super(message);
    this.status = apiErrorStatuses[code];
  }
}

/** The 400 that lists every parameter that could not be understood. */
export function badRequest(problems: RequestProblem[]): ApiError {
  const [first] = problems;
  const others = problems.length - 1;
  const more = others > 0 ? `, and ${others} more: see \`problems\`` : '';
  return new ApiError('bad_request', `Not understood: ${first?.parameter}: ${first?.message}${more}.`, problems);
}
