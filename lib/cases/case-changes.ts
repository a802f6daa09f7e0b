/** What can be done in a case, as the API takes it. Pure: browsers read it too. */
import { z } from 'zod';
import {
  contextSchema,
  hypothesisStates,
  hypothesisTextSchema,
  noteSchema,
  notesSchema,
  reasonSchema,
  tagsSchema,
  titleSchema,
} from './case-words';

export const newCaseSchema = z
  .strictObject({ title: titleSchema, notes: notesSchema.optional(), tags: tagsSchema.optional() })
  .meta({ id: 'NewCase' });

export type NewCase = z.infer<typeof newCaseSchema>;

export const caseChangeSchema = z
  .strictObject({
    version: z
      .number()
      .int()
      .optional()
      .describe('the version that was seen: a case that somebody changed since is not overwritten'),
    title: titleSchema.optional(),
    notes: notesSchema.optional(),
    tags: tagsSchema.optional(),
    close: reasonSchema.optional().describe('close the case, with the reason'),
    reopen: z.literal(true).optional(),
  })
  .refine(({ version, ...change }) => Object.values(change).some((value) => value !== undefined), {
    error: 'expected a change: title, notes, tags, close or reopen',
  })
  .refine(({ close, reopen }) => close === undefined || reopen === undefined, { error: 'expected close or reopen' })
  .meta({ id: 'CaseChange' });

export type CaseChange = z.infer<typeof caseChangeSchema>;

const MAX_QUERY = 8000;

const query = z.string().max(MAX_QUERY, { error: 'expected at most 8,000 characters' });
/** A page of this product: a path and no more, so that no address of another site can be stored as a link. */
const page = z.string().regex(/^\/[a-z][a-z-]*(\/[A-Za-z0-9._-]+)*$/, { error: 'expected the path of a page' });

const added = { note: noteSchema.optional(), contextSeconds: contextSchema.optional() };

export const newPinSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('event'), event: z.string().max(200).describe('id of the event'), ...added }),
    z.strictObject({
      kind: z.literal('query'),
      query: query.describe('the filter, as in the URL of Events'),
      ...added,
    }),
    z.strictObject({
      kind: z.literal('object'),
      query: query.describe('cluster, group, resource, namespace, name, from and to, as in the URL of Object history'),
      ...added,
    }),
    z.strictObject({
      kind: z.literal('chart'),
      page: page.describe('the page that shows it'),
      query: query.describe('the filter, as in its URL'),
      title: titleSchema,
      ...added,
    }),
    z.strictObject({
      kind: z.literal('deviation'),
      deviation: z.string().max(200).describe('id of the deviation'),
      ...added,
    }),
  ])
  .meta({ id: 'NewPin' });

export type NewPin = z.infer<typeof newPinSchema>;
export type NewPinOf<Kind extends NewPin['kind']> = Extract<NewPin, { kind: Kind }>;

export const pinChangeSchema = z
  .strictObject({
    note: noteSchema.optional(),
    contextSeconds: contextSchema.optional(),
    remove: z.literal(true).optional().describe('take it off the case; it stays in the record'),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'expected note, contextSeconds or remove',
  })
  .meta({ id: 'PinChange' });

export type PinChange = z.infer<typeof pinChangeSchema>;

export const newHypothesisSchema = z.strictObject({ text: hypothesisTextSchema }).meta({ id: 'NewHypothesis' });

export const hypothesisChangeSchema = z
  .strictObject({ state: z.enum(hypothesisStates).optional(), text: hypothesisTextSchema.optional() })
  .refine(({ state, text }) => state !== undefined || text !== undefined, { error: 'expected state or text' })
  .meta({ id: 'HypothesisChange' });

export type HypothesisChange = z.infer<typeof hypothesisChangeSchema>;

export const linkChangeSchema = z
  .strictObject({
    case: z.number({ error: 'expected the number of a case' }).int().min(1).max(2_147_483_647),
    remove: z.literal(true).optional(),
  })
  .meta({ id: 'CaseLinkChange' });

export type LinkChange = z.infer<typeof linkChangeSchema>;
