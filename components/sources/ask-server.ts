/** A change asked of the server: its answer, or what it said instead. */
import type { z } from 'zod';
import { apiErrorSchema } from '@/lib/api/api-error';

export async function askServer<T extends z.ZodType>(
  path: string,
  schema: T,
): Promise<{ answer: z.infer<T>; problem: null } | { answer: null; problem: string }> {
  try {
    const response = await fetch(path, { method: 'POST' });
    const body: unknown = await response.json();
    if (response.ok) return { answer: schema.parse(body), problem: null };
    const error = apiErrorSchema.safeParse(body);
    return {
      answer: null,
      problem: error.success ? error.data.error.message : `The server answered ${response.status}.`,
    };
  } catch {
    return { answer: null, problem: 'The server does not answer.' };
  }
}
