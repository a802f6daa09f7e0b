import type { Random } from './random';

const MINUTE = 60_000_000;

/** The query and the duration of a watch by an informer: it asks for an end after five to ten minutes. */
export function watchQuery(random: Random, selector = ''): { query: string; duration: number } {
  const seconds = random.between(300, 599);
  const query = `allowWatchBookmarks=true${selector}&resourceVersionMatch=NotOlderThan&sendInitialEvents=true&timeout=${Math.floor(seconds / 60)}m${seconds % 60}s&timeoutSeconds=${seconds}&watch=true`;
  return { query, duration: (seconds / 60) * MINUTE + random.between(200, 90_000) };
}
