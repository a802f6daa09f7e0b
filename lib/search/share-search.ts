/** Total, facets, histogram and table of one page ask the same: they share one search, and what it found for a moment. */
const KEEP_MS = 2000;
const recent = new Map<string, Promise<unknown>>();

/** `key` says everything that the answer depends on. */
export function shareSearch<T>(key: unknown, search: () => Promise<T>): Promise<T> {
  const text = JSON.stringify(key);
  const shared = recent.get(text);
  // The key names the kind of search, and so the type of its answer.
  if (shared) return shared as Promise<T>;
  const answer = search();
  recent.set(text, answer);
  const forget = () => recent.delete(text);
  answer.then(() => setTimeout(forget, KEEP_MS).unref(), forget);
  return answer;
}
