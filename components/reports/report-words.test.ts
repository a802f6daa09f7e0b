// Periods as the list of reports writes them: no digits that say nothing, none left out that say something.
import { expect, it } from 'vitest';
import { periodWords } from './report-words';

it.each([
  ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00.000000Z', '2026-10-01 – 2026-11-01'],
  ['2026-10-01T02:30:00+02:00', '2026-10-01T14:05:09Z', '2026-10-01 00:30 – 2026-10-01 14:05:09'],
  ['2026-10-01T00:00:00.000001Z', '2026-10-02T00:00:00Z', '2026-10-01 00:00:00.000001 – 2026-10-02'],
])('%s to %s', (from, to, words) => {
  const rest = { control: '', clusters: [], scope: null, query: '', pseudonyms: false, seed: null };
  expect(periodWords({ from, to, ...rest }, 'utc')).toBe(words);
});
