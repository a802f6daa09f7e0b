import { expect, test } from 'vitest';
import { parseTimeInput, timeInputText } from '@/components/shell/time-input';

test.each([
  ['', null],
  ['now-90m', 'now-90m'],
  ['2026-11-21', '2026-11-21T00:00:00.000000Z'],
  ['2026-11-21 03:25', '2026-11-21T03:25:00.000000Z'],
  ['2026-11-21 03:25:03.502811', '2026-11-21T03:25:03.502811Z'],
  ['2026-11-21 03:25:03.502811 UTC', '2026-11-21T03:25:03.502811Z'],
  ['2026-11-21T03:25:03.502811+01:00', '2026-11-21T02:25:03.502811Z'],
  ['2026-02-31', undefined],
  ['yesterday', undefined],
])('"%s" in UTC is %s', (text, bound) => {
  expect(parseTimeInput(text, 'utc')).toBe(bound);
});

test.each(['utc', 'local'] as const)('a bound reads back as itself (%s)', (zone) => {
  for (const bound of ['2026-11-21T03:25:03.502811Z', '2026-07-01T23:59:59.999999Z', 'now-7d']) {
    expect(parseTimeInput(timeInputText(bound, zone), zone)).toBe(bound);
  }
});
