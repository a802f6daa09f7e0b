/** Refused requests of one identity that the same writes made possible are one story. Pure. */
import type { Denied } from '@/lib/access/denied-answers';

/** In the order of their first; the order within is kept. */
export function groupStories(denied: readonly Denied[]): Denied[][] {
  const stories = new Map<string, Denied[]>();
  for (const one of denied) {
    const key = storyOf(one);
    const story = stories.get(key);
    if (story) story.push(one);
    else stories.set(key, [one]);
  }
  return [...stories.values()];
}

function storyOf({ key, cluster, user, impersonatedUser, allowed }: Denied): string {
  if (allowed === null || allowed.changes.length === 0) return key;
  const { reason, changes } = allowed;
  return JSON.stringify([cluster, user, impersonatedUser, reason, changes.map(({ id }) => id)]);
}
