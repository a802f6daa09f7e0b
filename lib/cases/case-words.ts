/** The words of cases that are kept, and how long each may be. Pure: browsers read it too. */
import { z } from 'zod';

export const caseStatuses = ['open', 'closed'] as const;
export const pinKinds = ['event', 'query', 'deviation', 'object', 'chart'] as const;
export const hypothesisStates = ['open', 'supported', 'refuted'] as const;

export type HypothesisState = (typeof hypothesisStates)[number];

/** To each side of a pin. */
export const MAX_CONTEXT_SECONDS = 86_400;
export const contextSeconds = [0, 10, 60, 300, 3600] as const;

function words(what: string, most: number, least = 1) {
  return z
    .string({ error: `expected ${what}` })
    .trim()
    .min(least, { error: `expected ${what}` })
    .max(most, { error: `expected at most ${most.toLocaleString('en-US')} characters` })
    .refine((text) => !text.includes('\0'), { error: 'expected no NUL character' });
}

export const titleSchema = words('a title', 200);
export const reasonSchema = words('a reason', 2000);
export const noteSchema = words('a note', 4000, 0);
export const notesSchema = words('notes', 40_000, 0);
export const hypothesisTextSchema = words('a hypothesis', 1000);
export const tagsSchema = z
  .array(words('a tag', 60))
  .max(30, { error: 'expected at most 30 tags' })
  .transform((tags) => [...new Set(tags)].sort());
export const contextSchema = z
  .number({ error: 'expected seconds' })
  .int({ error: 'expected whole seconds' })
  .min(0, { error: 'expected 0 seconds or more' })
  .max(MAX_CONTEXT_SECONDS, { error: 'expected at most 86,400 seconds' });
