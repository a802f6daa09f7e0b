/** What a person calls a source. Pure: the dialog checks with it before it sends anything. */
import { z } from 'zod';

export const tokenLabelSchema = z
  .string()
  .trim()
  .min(1, { error: 'expected a label of 1 to 100 characters' })
  .max(100, { error: 'expected a label of 1 to 100 characters' })
  .regex(/^[^\p{Cc}\p{Cf}\p{Surrogate}]*$/u, { error: 'expected no control characters' });
