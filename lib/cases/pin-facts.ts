/**
 * What is frozen of a thing when it is pinned, and never changes afterwards. Of an event these are its fields, its hash, its
 * place and the hashes that lead from it to its block: not its bytes, for what retention removes must be gone. Whoever has
 * the bytes from elsewhere can still prove them with these facts. Pure: browsers read it too.
 */
import { z } from 'zod';
import { outcomes } from '@/lib/audit/outcome';
import { deviationSchema } from '@/lib/baselines/deviation-answers';
import { eventRowSchema } from '@/lib/search/event-answers';

const eventFactsSchema = z.object({
  kind: z.literal('event'),
  row: eventRowSchema.describe('the fields of the event'),
  sentence: z.string().describe('the event in words'),
  sha256: z.string().describe('of the original bytes, hex'),
  block: z.number().int().describe('sequence number of the evidence block in its cluster'),
  ordinal: z.number().int().describe('place in the block, from 0'),
  receivedAt: z.string(),
  importFileName: z.string().nullable(),
  proof: z
    .object({ leaf: z.string(), eventPath: z.array(z.string()), header: z.string(), blockHash: z.string() })
    .describe('from the event to the hash of its block, which stays when its bytes go'),
});

/** Figures of a filter: with them a query or chart can be compared with what it gives today. */
const figuresSchema = z.object({
  total: z.number().int().describe('events that matched, exact'),
  from: z
    .string()
    .nullable()
    .describe('start of the time in which they are, to the width of a bar; null where there was no event'),
  to: z.string().nullable().describe('end of that time, exclusive'),
  bucketSeconds: z.number(),
  buckets: z
    .array(
      z.object({
        start: z.string(),
        ...(Object.fromEntries(outcomes.map((outcome) => [outcome, z.number().int()])) as Record<
          (typeof outcomes)[number],
          z.ZodInt
        >),
      }),
    )
    .describe('events over time by outcome'),
});

export type Figures = z.infer<typeof figuresSchema>;

const queryFactsSchema = z.object({
  kind: z.literal('query'),
  query: z.string().describe('the filter as in URLs, its window as instants'),
  text: z.string().describe('the same in the query language'),
  figures: figuresSchema,
});

const chartFactsSchema = z.object({
  kind: z.literal('chart'),
  page: z.string().describe('the page that shows it'),
  query: z.string().describe('the filter that it was drawn for, its window as instants'),
  figures: figuresSchema,
});

const objectFactsSchema = z.object({
  kind: z.literal('object'),
  cluster: z.string(),
  apiGroup: z.string().describe('`core` for the group without a name'),
  resource: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  writes: z.number().int().describe('writes on the object in the window'),
  limited: z.boolean().describe('there were more writes than are looked at'),
  failed: z.number().int().describe('of these, refused or failed'),
  first: z.string().nullable().describe('time of the first write'),
  last: z.string().nullable().describe('time of the last write'),
});

const deviationFactsSchema = z.object({
  kind: z.literal('deviation'),
  deviation: z.string().describe('id of the deviation'),
  copy: deviationSchema.describe('the deviation as it was, with what was said about it until then'),
});

export const pinFactsSchema = z
  .discriminatedUnion('kind', [
    eventFactsSchema,
    queryFactsSchema,
    chartFactsSchema,
    objectFactsSchema,
    deviationFactsSchema,
  ])
  .meta({ id: 'PinFacts' });

export type PinFacts = z.infer<typeof pinFactsSchema>;
export type FactsOf<Kind extends PinFacts['kind']> = Extract<PinFacts, { kind: Kind }>;

/** The cluster that the thing is in; null where it can be in several. */
export function clusterOf(facts: PinFacts): string | null {
  if (facts.kind === 'event') return facts.row.cluster;
  if (facts.kind === 'deviation') return facts.copy.cluster;
  return facts.kind === 'object' ? facts.cluster : null;
}
