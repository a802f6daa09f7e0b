import { expect, test } from 'vitest';
import { lastWindow } from '@/components/events/last-window';

test('the last hour of the data for the last hour', () => {
  expect(
    lastWindow({ from: '2026-11-21T10:00:00Z', to: null }, '2026-01-01T00:00:00.000001Z', '2026-11-21T11:00:00Z'),
  ).toEqual({ from: '2025-12-31T23:00:01.000000Z', to: '2026-01-01T00:00:01.000000Z' });
});

test('a window without a beginning, or the wrong way round, has no length', () => {
  expect(lastWindow({ from: null, to: null }, '2026-01-01T00:00:00Z', '2026-11-21T11:00:00Z')).toBeNull();
  expect(
    lastWindow({ from: '2026-11-22T00:00:00Z', to: null }, '2026-01-01T00:00:00Z', '2026-11-21T11:00:00Z'),
  ).toBeNull();
});
