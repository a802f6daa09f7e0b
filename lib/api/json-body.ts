/** The body of a request that changes something: JSON of a known form, and small. */
import type { z } from 'zod';
import { ApiError, badRequest, type RequestProblem } from './api-error';
import { readBody } from './request-body';

const MAX_BYTES = 64 * 1024;

/** Throws ApiError. */
export async function readJsonBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  // A form of another site can send text or a form without asking first; JSON it cannot.
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw badRequest([
      { parameter: 'Content-Type', given: contentType.slice(0, 200), message: 'expected application/json' },
    ]);
  }
  const result = schema.safeParse(parseJson(await readText(request)));
  if (result.success) return result.data;
  throw badRequest(result.error.issues.flatMap(toProblems));
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of readBody(request)) {
    length += chunk.byteLength;
    if (length > MAX_BYTES) throw new ApiError('too_large', `The body is larger than ${MAX_BYTES / 1024} KiB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest([{ parameter: 'body', given: text.slice(0, 200), message: 'expected JSON' }]);
  }
}

/** Of a choice of forms, what is wrong with the one that was meant: the one whose members were given. */
function toProblems(issue: z.core.$ZodIssue): RequestProblem[] {
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => branch.every(({ code }) => code !== 'unrecognized_keys'));
    if (meant) return meant.flatMap((inner) => toProblems({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  return [{ parameter: issue.path.map(String).join('.') || 'body', given: '', message: issue.message }];
}
