import { describe, expect, it } from 'vitest';
import { describeImport, eventsPerSecond, secondsLeft } from '@/components/imports/import-words';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';

const done: ImportFileAnswer = {
  id: '0b1e7d0e-6f10-4f0f-9a41-0a3e9b1c2d3e',
  cluster: 'default',
  file: 'audit.log.gz',
  source: 'upload',
  state: 'done',
  sha256: null,
  format: 'audit.k8s.io/v1 JSON lines',
  bytes: 100,
  bytesTotal: 100,
  lines: 16_000,
  events: 16_000,
  inserted: 16_000,
  duplicates: 0,
  quarantined: 0,
  skipped: 0,
  seconds: 1.2,
  error: null,
  firstEventAt: null,
  lastEventAt: null,
  createdAt: '2026-11-21T03:25:03Z',
  finishedAt: '2026-11-21T03:25:05Z',
};

describe('describeImport', () => {
  it('says what was read, kept, already there and quarantined', () => {
    expect(describeImport(done, { named: true })).toBe(
      '16,000 events read from audit.log.gz in 1.2 s: 16,000 kept, none was there already, none quarantined.',
    );
  });
  it('says that all was there already', () => {
    expect(describeImport({ ...done, inserted: 0, duplicates: 16_000 })).toBe(
      '16,000 events read in 1.2 s: none kept, 16,000 were there already, none quarantined.',
    );
  });
  it('counts in the singular', () => {
    const one = { ...done, events: 3, inserted: 1, duplicates: 1, quarantined: 1, skipped: 1 };
    expect(describeImport(one)).toBe(
      '3 events read in 1.2 s: 1 kept, 1 was there already, 1 quarantined, 1 value skipped that is no audit event.',
    );
  });
  it('says of an empty file that it is empty', () => {
    expect(describeImport({ ...done, events: 0, inserted: 0, bytes: 0 })).toBe('Nothing to import: the file is empty.');
  });
  it('keeps the error of a failed one, and what stays of it', () => {
    const failed = { ...done, state: 'failed' as const, error: 'the gzip stream ends early', events: 10, inserted: 10 };
    expect(describeImport(failed)).toBe(
      'The gzip stream ends early. What was read by then stays: 10 kept, none was there already, none quarantined.',
    );
  });
});

describe('a cancelled import', () => {
  const cancelled = { ...done, state: 'cancelled' as const, error: 'cancelled after 10 events' };
  it('says once what stays', () => {
    expect(describeImport({ ...cancelled, events: 10, inserted: 10 })).toBe(
      'Cancelled. What was read by then stays: 10 kept, none was there already, none quarantined.',
    );
  });
  it('says that nothing was read', () => {
    expect(describeImport({ ...cancelled, error: null, events: 0 })).toBe('Cancelled before anything was read.');
  });
});

describe('the pace of an import', () => {
  it('is events per second', () => expect(eventsPerSecond(done)).toBe(13_333));
  it('is nothing before anything was read', () => expect(eventsPerSecond({ ...done, events: 0 })).toBeNull());
  it('tells the time left', () => expect(secondsLeft({ ...done, bytes: 25, seconds: 10 })).toBe(30));
  it('does not guess at the very beginning', () => expect(secondsLeft({ ...done, bytes: 0 })).toBeNull());
});
