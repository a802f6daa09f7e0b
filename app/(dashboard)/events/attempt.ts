import type { SearchProblemKind } from '@/components/events/search-problem';
import { SearchTimeoutError } from '@/lib/search/search-timeout';

type Attempt<T> = { ok: true; value: T } | { ok: false; problem: SearchProblemKind };

/** Runs one search of a page, so that its failure stays in its own place and the rest of the page stays usable. */
export async function attempt<T>(search: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await search() };
  } catch (error) {
    if (error instanceof SearchTimeoutError) return { ok: false, problem: 'timeout' };
    console.error('A search of the events page failed:', error);
    return { ok: false, problem: 'failed' };
  }
}
