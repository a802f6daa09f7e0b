/** Why a deviation is one, in numbers that can be checked. Pure: the screens, the API and its description import it too. */
import { z } from 'zod';

const time = z.string().describe('RFC 3339 in UTC');
const range = z.tuple([z.number(), z.number()]);

/** Ranges that hold the count in 50, 95 and 99.9 % of such times. */
export const bandSchema = z.object({ p50: range, p95: range, p999: range }).meta({ id: 'BaselineBand' });

export const newsSchema = z
  .object({
    dimension: z
      .string()
      .describe('what is new: request, source, client, code, identity, name, hours, or the workload itself'),
    value: z.string(),
    firstSeenAt: time,
    peersWithIt: z.number().int().describe('workloads of the peer group that had done it before'),
    peers: z.number().int(),
  })
  .meta({ id: 'DeviationNews' });

export const contributionSchema = z
  .object({ dimension: z.string(), value: z.string(), actual: z.number(), expected: z.number() })
  .meta({ id: 'DeviationContribution' });

export const explanationSchema = z
  .object({
    sentence: z.string(),
    actual: z.number().describe('events that `query` returns'),
    expected: z.number().nullable().describe('median of what was expected; null where the count is not what is odd'),
    band: bandSchema.nullable(),
    ratio: z.number().nullable(),
    oneIn: z.number().describe('so many hours of this workload hold such a thing once, as far as the baseline tells'),
    restsOn: z.object({
      weeks: z.number(),
      hours: z.number().int().describe('covered hours that were learned'),
      peers: z.number().int(),
      maskedHours: z.number().describe('hours that were left out because the record has gaps'),
    }),
    news: z.array(newsSchema),
    contributions: z.array(contributionSchema),
    eventIDs: z.array(z.string()).describe('up to three events, by their id'),
    query: z
      .array(z.tuple([z.string(), z.string()]))
      .describe('search parameters that return exactly the events counted'),
    model: z.string(),
  })
  .meta({ id: 'DeviationExplanation' });

export type Explanation = z.infer<typeof explanationSchema>;
export type Band = z.infer<typeof bandSchema>;
export type News = z.infer<typeof newsSchema>;
export type Contribution = z.infer<typeof contributionSchema>;
