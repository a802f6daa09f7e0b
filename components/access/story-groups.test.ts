import { describe, expect, it } from 'vitest';
import type { Denied } from '@/lib/access/denied-answers';
import { groupStories } from './story-groups';

const moment = { id: '1-a-1', at: '2026-03-01T10:00:00.000000Z' };

function denied(key: string, user: string, change: string | null): Denied {
  return {
    key,
    cluster: 'one',
    user,
    impersonatedUser: null,
    permission: {
      verb: 'list',
      apiGroup: 'core',
      resource: key,
      subresource: null,
      namespace: null,
      name: null,
      words: `list ${key}`,
    },
    denied: { count: 1, first: moment, last: moment },
    allowed: {
      ...moment,
      lastDenied: moment,
      reason: null,
      grant: null,
      changes:
        change === null
          ? []
          : [
              {
                ...moment,
                id: change,
                by: 'root',
                verb: 'create',
                kind: 'RoleBinding',
                namespace: null,
                name: 'x',
                relevance: 'subject',
              },
            ],
      writes: 1,
      moreWrites: false,
    },
    query: '',
  };
}

describe('stories', () => {
  it('join what one identity owes to the same writes, and nothing else', () => {
    const stories = groupStories([
      denied('pods', 'alice', 'w1'),
      denied('nodes', 'bob', 'w1'),
      denied('secrets', 'alice', 'w1'),
      denied('jobs', 'alice', 'w2'),
      denied('leases', 'alice', null),
      denied('events', 'alice', null),
    ]);
    expect(stories.map((story) => story.map(({ key }) => key))).toEqual([
      ['pods', 'secrets'],
      ['nodes'],
      ['jobs'],
      ['leases'],
      ['events'],
    ]);
  });
});
