import { z } from 'zod';
import { parseTimeExpression } from '@/lib/search/time-range';

const expected = 'expected RFC 3339, a date (UTC), `now`, or relative to now: `now-15m`, `now-24h`, `now-7d`';

/** A time in the URL of an operation that takes no filter; null where absent. */
export function queryTime(description: string) {
  return z
    .string()
    .max(64, { error: expected })
    .refine((text) => text === '' || parseTimeExpression(text) !== null, { error: expected })
    .transform((text) => (text === '' ? null : parseTimeExpression(text)))
    .default(null)
    .describe(`${description}. ${expected.replace('expected ', '')}`)
    .meta({ override: { type: 'string' } });
}
