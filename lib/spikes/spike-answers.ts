/** Shape of the explanation of a window, for the page, the API and its description. Pure: browsers import it too. */
import { z } from 'zod';
import { eventFieldNames } from '@/lib/audit/event-fields';

export const spikeReferences = ['rest', 'daysBefore'] as const;

/** What a window is compared with. */
export type SpikeReference = (typeof spikeReferences)[number];

export const DEFAULT_SPIKE_DAYS = 7;
export const MAX_SPIKE_DAYS = 28;

const count = z.number().int();

const spikeValueSchema = z
  .object({
    value: z.string().nullable().describe('null: events that have no such value'),
    count: count.describe('events of the window with this value, exact'),
    referenceCount: count.describe('events of the reference with it, exact'),
    expected: z
      .number()
      .nullable()
      .describe('referenceCount brought to the length of the window; null where there is no reference'),
    ratio: z.number().nullable().describe('count over expected; null where nothing was expected'),
  })
  .meta({ id: 'SpikeValue' });

export type SpikeValue = z.infer<typeof spikeValueSchema>;

const spikeFieldSchema = z
  .object({
    field: z.enum(eventFieldNames as [string, ...string[]]),
    difference: z
      .number()
      .describe(
        'share of the window’s events whose value the reference does not account for, beyond what chance gives: 0 to 1',
      ),
    distinct: count.describe('values in the window or the reference, the missing one included'),
    values: z.array(spikeValueSchema).describe('those whose share changed most first'),
    other: z
      .object({ values: count, count, referenceCount: count })
      .describe('all values that are not listed; with them, the counts add up to the totals'),
  })
  .meta({ id: 'SpikeField' });

export type SpikeField = z.infer<typeof spikeFieldSchema>;

const spanSchema = z.object({
  from: z.string().describe('inclusive'),
  to: z.string().describe('exclusive'),
});

export const spikeSchema = z
  .object({
    window: spanSchema.extend({ seconds: z.number(), total: count.describe('events that match, exact') }).nullable(),
    reference: z.object({
      against: z.enum(spikeReferences),
      windows: z.array(spanSchema).describe('what the window is compared with, in order of time'),
      seconds: z.number().describe('how long they are together'),
      total: count.describe('events that match in them, exact'),
    }),
    expected: z.number().nullable().describe('events expected in the window at the rate of the reference'),
    ratio: z.number().nullable().describe('total of the window over expected'),
    fields: z.array(spikeFieldSchema).describe('every field, the one that differs most first'),
  })
  .meta({ id: 'Spike' });

export type Spike = z.infer<typeof spikeSchema>;
