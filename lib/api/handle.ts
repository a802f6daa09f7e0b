/** The way of every route: parse → call → answer. A route file is then its operation and one call. */
import type { z } from 'zod';
import { ApiError } from './api-error';
import { answerError } from './error-answer';
import { answerJson } from './json-answer';
import type { Operation } from './operation';
import { type ParsedRequest, parseRequest } from './parse-request';
import { discardBody } from './request-body';

/** Next gives a route without parameters in its path none at all. */
type Context = { params: Promise<Record<string, string | string[] | undefined> | undefined> };
type RouteHandler = (request: Request, context: Context) => Promise<Response>;
type Handlers = { GET?: RouteHandler; POST?: RouteHandler; PATCH?: RouteHandler; DELETE?: RouteHandler };

/** A call can answer with headers of its own (the upload's Location). */
export class WithHeaders<T> {
  constructor(
    readonly answer: T,
    readonly headers: Record<string, string>,
  ) {}
}

export function handle<Path extends z.ZodType, Query extends z.ZodObject, Answer extends z.ZodType>(
  operation: Operation<Path, Query, Answer>,
  call: (
    parsed: ParsedRequest<z.infer<Path>, z.infer<Query>>,
    request: Request,
  ) => Promise<z.infer<Answer> | WithHeaders<z.infer<Answer>> | Response>,
): RouteHandler {
  return async (request, context) => {
    try {
      const parsed = parseRequest(operation, new URL(request.url).searchParams, (await context.params) ?? {});
      const result = await call(parsed, request);
      if (result instanceof Response) return result;
      if (result instanceof WithHeaders) return answerJson(result.answer, operation.status, result.headers);
      return answerJson(result, operation.status);
    } catch (error) {
      discardBody(request);
      // Nobody waits for the answer any more, and what was stopped for that is no failure.
      if (request.signal.aborted) return new Response(null, { status: 499 });
      return answerError(error);
    }
  };
}

/** All methods of a route file: the ones it has, HEAD for GET, and 405 with `Allow` for the rest. */
export function methods(handlers: Handlers) {
  const allowed = [
    ...(handlers.GET ? ['GET', 'HEAD'] : []),
    ...(handlers.POST ? ['POST'] : []),
    ...(handlers.PATCH ? ['PATCH'] : []),
    ...(handlers.DELETE ? ['DELETE'] : []),
    'OPTIONS',
  ];
  const refuse: RouteHandler = async (request) => {
    discardBody(request);
    const message = `${request.method} is not possible here; use ${allowed.filter((method) => method !== 'OPTIONS').join(' or ')}.`;
    const answer = answerError(new ApiError('method_not_allowed', message));
    answer.headers.set('Allow', allowed.join(', '));
    return answer;
  };
  const answerAllowed: RouteHandler = async () =>
    new Response(null, { status: 204, headers: { Allow: allowed.join(', ') } });
  return {
    GET: handlers.GET ?? refuse,
    HEAD: handlers.GET ?? refuse,
    POST: handlers.POST ?? refuse,
    PUT: refuse,
    PATCH: handlers.PATCH ?? refuse,
    DELETE: handlers.DELETE ?? refuse,
    OPTIONS: answerAllowed,
  };
}

/** The thing asked for, or the 404 that names it. */
export function found<T>(what: string, id: string, thing: T | null, by: 'id' | 'name' = 'id'): T {
  if (thing === null) throw new ApiError('not_found', `There is no ${what} with the ${by} ${id.slice(0, 200)}.`);
  return thing;
}
