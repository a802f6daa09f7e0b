import { z } from 'zod';

/** Where the page before ended, as its answer told it. */
export function queryCursor(field: string) {
  const expected = `expected the ${field} of an earlier answer to the same question`;
  return z
    .string()
    .min(1, { error: expected })
    .max(2000, { error: expected })
    .optional()
    .describe(`the ${field} of an earlier answer to the same question; the first page where absent`);
}
