import { describe, expect, it } from 'vitest';
import type { Source } from '@/lib/ingest/receiver/source-answers';
import { describeRate, describeState } from './source-words';

const now = '2026-03-01T12:00:00Z';

function source(more: Partial<Source>): Source {
  return { lastUsedAt: null, revokedAt: null, ...more } as Source;
}

describe('a source in words', () => {
  it.each([
    [{}, 'never used'],
    [{ lastUsedAt: '2026-03-01T11:59:59Z' }, 'receiving'],
    [{ lastUsedAt: '2026-03-01T12:00:09Z' }, 'receiving'],
    [{ lastUsedAt: '2026-03-01T11:47:31Z' }, 'silent for 12 min'],
    [{ lastUsedAt: '2026-02-28T09:00:00Z' }, 'silent for 1 d 3 h'],
    [{ lastUsedAt: '2026-03-01T11:59:59Z', revokedAt: now }, 'revoked'],
  ])('%j is %s', (more, words) => {
    expect(describeState(source(more), now)).toBe(words);
  });

  it.each([
    [0, 'none'],
    [0.01, '<0.1/s'],
    [3.14, '3.1/s'],
    [12_345.6, '12,346/s'],
  ])('%d events a second are %s', (rate, words) => {
    expect(describeRate(rate)).toBe(words);
  });
});
