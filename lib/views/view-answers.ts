/** Shapes of saved views, for the pages, the API and its description. Pure: browsers import it too. */
import { z } from 'zod';
import { INVISIBLE } from '@/lib/audit/invisible-characters';
import { personSchema } from '@/lib/people/person';

const MOST_NAME_CHARACTERS = 100;
const MOST_QUERY_CHARACTERS = 16_384;

/** A view's name is read in lists beside others: it must not look like another one. */
export const viewNameSchema = z
  .string({ error: 'expected a name' })
  .transform((text) => text.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .min(1, { error: 'expected a name' })
      .max(MOST_NAME_CHARACTERS, { error: `expected at most ${MOST_NAME_CHARACTERS} characters` })
      .refine((text) => text.search(INVISIBLE) === -1, { error: 'expected no characters that cannot be seen' }),
  );

const viewQuerySchema = z
  .string({ error: 'expected the parameters of a page' })
  .max(MOST_QUERY_CHARACTERS, { error: `expected at most ${MOST_QUERY_CHARACTERS} characters` })
  .describe('parameters of the Events screen: the filter, and `view`, `columns`, `tz`');

export const savedViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    query: viewQuerySchema,
    shared: z.boolean().describe('false: it is shown to whoever made it, only'),
    createdBy: personSchema,
    createdAt: z.string(),
    changedBy: personSchema.describe('who named it, changed it or shared it last'),
    changedAt: z.string(),
  })
  .meta({ id: 'SavedView' });

export type SavedView = z.infer<typeof savedViewSchema>;

export const roles = ['analyst', 'responder', 'compliance'] as const;

export const readyViewSchema = z
  .object({ id: z.string(), name: z.string(), query: z.string(), role: z.enum(roles), words: z.string() })
  .meta({ id: 'ReadyView' });

export type ReadyView = z.infer<typeof readyViewSchema>;

export const viewListSchema = z
  .object({
    views: z.array(savedViewSchema).describe('the shared ones and those of whoever asks, by name'),
    ready: z.array(readyViewSchema).describe('those that come with Plumbline, by role'),
  })
  .meta({ id: 'ViewList' });

export type ViewList = z.infer<typeof viewListSchema>;

export const newViewSchema = z
  .strictObject({
    name: viewNameSchema,
    query: viewQuerySchema,
    shared: z.boolean({ error: 'expected true or false' }).default(false),
  })
  .meta({ id: 'NewView' });

export type NewView = z.infer<typeof newViewSchema>;

export const viewChangeSchema = z
  .strictObject({
    name: viewNameSchema.optional(),
    query: viewQuerySchema.optional(),
    shared: z.boolean({ error: 'expected true or false' }).optional(),
  })
  .meta({ id: 'ViewChange' });

export type ViewChange = z.infer<typeof viewChangeSchema>;
