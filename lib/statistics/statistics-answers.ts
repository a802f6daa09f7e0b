/** The statistics of a field as the API answers them. Pure: the panel reads them in the browser. */
import { z } from 'zod';

const time = z.string().describe('RFC 3339 in UTC with microseconds, exact');

export const statisticsSchema = z
  .object({
    field: z.string().describe('a field of the index, or a dotted path'),
    total: z.number().int().describe('events that match the filter'),
    read: z
      .number()
      .int()
      .describe('of these, the events that the numbers below are of: all, but for a path in a large result the newest'),
    stoppedBy: z
      .enum(['events', 'time'])
      .nullable()
      .describe('why fewer were read than there are: as many were read as one answer reads, or for as long'),
    missing: z.number().int().describe('events that have no such value'),
    withoutText: z.number().int().describe('events that have an object there, which is no value to count'),
    distinct: z.number().int().describe('values, listed or not'),
    values: z
      .array(z.object({ value: z.string(), count: z.number().int(), first: time, last: time }))
      .describe('most frequent first; an event with several values (an array) counts for each'),
  })
  .meta({ id: 'FieldStatistics' });

export type FieldStatistics = z.infer<typeof statisticsSchema>;
