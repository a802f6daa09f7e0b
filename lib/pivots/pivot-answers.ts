/** Shape of the ways on from one event, for the page, the API and its description. Pure: browsers import it too. */
import { z } from 'zod';

export const pivotNames = [
  'everything',
  'user',
  'impersonatedUser',
  'workload',
  'sourceIP',
  'object',
  'credential',
  'issuedCredential',
  'auditID',
] as const;

export type PivotName = (typeof pivotNames)[number];

const pivotSchema = z
  .object({
    name: z.enum(pivotNames).describe('what the events have in common with this one'),
    value: z.string().nullable().describe('the value in common; null for everything in the window'),
    query: z.string().describe('the filter, as it stands behind ? of /events and /api/v1/events'),
    total: z
      .number()
      .int()
      .nullable()
      .describe('events that match, this one included, exact; null where counting would mean to read them all'),
  })
  .meta({ id: 'Pivot' });

export type Pivot = z.infer<typeof pivotSchema>;

export const pivotsSchema = z
  .object({
    same: z.array(pivotSchema).describe('in the asked window'),
    surrounding: z.array(pivotSchema).describe('from `seconds` before to `seconds` after this event'),
    seconds: z.number().int(),
    from: z.string().describe('start of the surrounding window, inclusive'),
    to: z.string().describe('its end, exclusive'),
  })
  .meta({ id: 'Pivots' });

export type Pivots = z.infer<typeof pivotsSchema>;
