import { z } from 'zod';

/** A whole number in the URL, from `min` to `max`, with a default. */
export function queryNumber(min: number, max: number, standard: number) {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error: expected })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: expected })
    .default(standard)
    .meta({ override: { type: 'integer', minimum: min, maximum: max, default: standard, pattern: undefined } });
}
