/** The last searches, kept in this browser only; the newest first. */
import { z } from 'zod';

const KEY = 'plumbline.recent-queries';
const MOST = 20;
const MOST_CHARACTERS = 2000;

const schema = z.array(z.string().max(MOST_CHARACTERS)).max(MOST);

export function readRecentQueries(): string[] {
  try {
    const stored = schema.safeParse(JSON.parse(localStorage.getItem(KEY) ?? '[]'));
    return stored.success ? stored.data : [];
  } catch {
    // Storage is full, broken or forbidden: the bar works without.
    return [];
  }
}

export function keepRecentQuery(query: string): void {
  if (query === '' || query.length > MOST_CHARACTERS) return;
  const queries = [query, ...readRecentQueries().filter((earlier) => earlier !== query)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // as above
  }
}
