/** Shape of an identity's timeline, for the page, the API and its description. Pure: browsers import it too. */
import { z } from 'zod';
import { outcomes } from '@/lib/audit/outcome';
import { histogramSchema } from '@/lib/search/event-answers';

const outcomeCounts = z.object(
  Object.fromEntries(outcomes.map((outcome) => [outcome, z.number().int()])) as Record<
    (typeof outcomes)[number],
    z.ZodInt
  >,
);

const laneSchema = z
  .object({
    sourceIP: z.string().nullable(),
    userAgent: z.string().nullable(),
    total: z.number().int().describe('events of the lane in the window, exact'),
    counts: outcomeCounts,
    marks: z
      .array(outcomeCounts.extend({ bucket: z.number().int().describe('place in the buckets of `activity`') }))
      .describe('buckets with events, in order'),
  })
  .meta({ id: 'IdentityLane' });

export type IdentityLane = z.infer<typeof laneSchema>;

const sessionSchema = z
  .object({ from: z.string(), to: z.string(), events: z.number().int() })
  .describe('from the first to the last event between two silences')
  .meta({ id: 'IdentitySession' });

export const timelineSchema = z
  .object({
    activity: histogramSchema.describe('all events of the identity over time'),
    lanes: z.array(laneSchema).describe('one a source IP and user agent, the one with most events first'),
    laneCount: z.number().int().describe('how many lanes there are, listed or not'),
    unlisted: z.number().int().describe('events of the lanes that are not listed'),
    gapMinutes: z.number().int().describe('a silence longer than this ends a session'),
    sessions: z
      .array(sessionSchema)
      .nullable()
      .describe('the newest first, 200 at most; null where `sessionsMissing` says why'),
    sessionCount: z.number().int().nullable().describe('how many sessions there are, listed or not'),
    sessionsMissing: z
      .enum(['tooMany', 'conditions', 'timeout'])
      .nullable()
      .describe('more than two million events; conditions beyond those on fields; or it took too long'),
  })
  .meta({ id: 'IdentityTimeline' });

export type IdentityTimeline = z.infer<typeof timelineSchema>;
