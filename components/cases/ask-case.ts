/** A change asked of the server: the case as it is then, or what the server said instead. */
import type { z } from 'zod';
import { apiErrorSchema } from '@/lib/api/api-error';

export type Asked<T> = { answer: T; problem: null } | { answer: null; problem: string };

export async function askCase<T extends z.ZodType>(
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  schema: T,
  body?: unknown,
): Promise<Asked<z.infer<T>>> {
  try {
    const response = await fetch(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    const given: unknown = await response.json();
    if (response.ok) return { answer: schema.parse(given), problem: null };
    const error = apiErrorSchema.safeParse(given);
    return {
      answer: null,
      problem: error.success ? error.data.error.message : `The server answered ${response.status}.`,
    };
  } catch {
    return { answer: null, problem: 'The server does not answer; nothing was changed.' };
  }
}
