/** Shapes of what is said about cases, for pages and API alike. Pure: browsers read it too. */
import { z } from 'zod';
import { pinFactsSchema } from '@/lib/cases/pin-facts';
import { personSchema } from '@/lib/people/person';
import { caseStatuses, hypothesisStates, pinKinds } from './case-words';

const summary = {
  id: z.number().int(),
  title: z.string(),
  status: z.enum(caseStatuses),
  reason: z.string().nullable().describe('why it was closed'),
  tags: z.array(z.string()),
  pins: z.number().int().describe('how many things are pinned'),
  openedBy: personSchema,
  createdAt: z.string(),
  updatedAt: z.string().describe('when somebody did something in it last'),
};

export const caseSummarySchema = z.object(summary).meta({ id: 'CaseSummary' });

export type CaseSummary = z.infer<typeof caseSummarySchema>;

export const caseListSchema = z
  .object({
    cases: z.array(caseSummarySchema).describe('the last active first, 500 at most'),
    open: z.number().int(),
    closed: z.number().int(),
    tags: z.array(z.string()).describe('every tag of any case'),
  })
  .meta({ id: 'CaseList' });

export type CaseList = z.infer<typeof caseListSchema>;

export const casePinSchema = z
  .object({
    id: z.number().int(),
    kind: z.enum(pinKinds),
    title: z.string(),
    href: z.string().describe('the page that shows it'),
    at: z.string().nullable().describe('when it happened, or began'),
    until: z.string().nullable().describe('when it ended, where it is a span'),
    note: z.string(),
    contextSeconds: z.number().int().describe('how far around it belongs to the case, to each side'),
    facts: pinFactsSchema,
    pinnedAt: z.string().describe('when it was found'),
    pinnedBy: personSchema,
    gone: z
      .string()
      .nullable()
      .describe(
        'of an event that is no longer kept: why. What is left are the facts; null: the original is still there',
      ),
  })
  .meta({ id: 'CasePin' });

export type CasePin = z.infer<typeof casePinSchema>;

export const hypothesisSchema = z
  .object({
    id: z.number().int(),
    text: z.string(),
    state: z.enum(hypothesisStates),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'CaseHypothesis' });

export type Hypothesis = z.infer<typeof hypothesisSchema>;

export const caseEntrySchema = z
  .object({
    id: z.number().int(),
    at: z.string(),
    by: personSchema,
    action: z.string(),
    detail: z.record(z.string(), z.unknown()),
    place: z.number().int().describe('from 1, in its case'),
    hash: z.string().describe('SHA-256 over the hash of the entry before and all that this one says, hex'),
  })
  .meta({ id: 'CaseEntry' });

export type CaseEntry = z.infer<typeof caseEntrySchema>;

export const caseDetailSchema = z
  .object({
    ...summary,
    pins: z.array(casePinSchema).describe('by the time at which things happened'),
    notes: z.string().describe('Markdown'),
    version: z.number().int().describe('to be sent with a change of title, notes or tags'),
    hypotheses: z.array(hypothesisSchema),
    linked: z.array(z.object({ id: z.number().int(), title: z.string(), status: z.enum(caseStatuses) })),
    log: z.array(caseEntrySchema).describe('who did what when, the latest first, 200 at most'),
    logTotal: z.number().int(),
    logProblem: z
      .string()
      .nullable()
      .describe('the first place at which the record is not as it was written; null: every entry names the one before'),
  })
  .meta({ id: 'CaseDetail' });

export type CaseDetail = z.infer<typeof caseDetailSchema>;

export const caseLogSchema = z
  .object({
    entries: z.array(caseEntrySchema).describe('the oldest first'),
    nextAfter: z.number().int().nullable().describe('pass it as `after` for the next page; null at the end'),
  })
  .meta({ id: 'CaseLog' });

export type CaseLog = z.infer<typeof caseLogSchema>;
