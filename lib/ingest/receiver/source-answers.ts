/** Shapes of the sources as the page and the API show them. Pure: browsers import it too. */
import { z } from 'zod';

const count = z.number().int();

export const sourceSlotSchema = z
  .object({ start: z.string().describe('of half an hour'), received: count, quarantined: count })
  .meta({ id: 'SourceSlot' });

export const sourceSchema = z
  .object({
    id: z.string(),
    cluster: z.string(),
    label: z.string(),
    prefix: z.string().describe('how the token begins'),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable().describe('when it last sent something that was stored'),
    revokedAt: z.string().nullable(),
    rate: z.number().describe('events per second, of the last five to ten minutes'),
    lastEventAt: z.string().nullable().describe('latest stageTimestamp of the last 24 hours'),
    lagSeconds: z
      .number()
      .nullable()
      .describe('the longest from an event’s stageTimestamp to its receipt, in the latest five minutes with events'),
    day: z
      .object({
        requests: count,
        received: count.describe('= inserted + duplicates + quarantined'),
        inserted: count,
        duplicates: count,
        quarantined: count,
        skipped: count,
        reusedAuditIDs: count.describe(
          'events whose auditID and stage another event with other content had shortly before; at least',
        ),
        bytes: z.number(),
      })
      .describe('of the last 24 hours'),
    slots: z.array(sourceSlotSchema).describe('the last 24 hours, oldest first'),
    quarantineId: z
      .string()
      .nullable()
      .describe('the latest import record of this source that holds quarantined values'),
  })
  .meta({ id: 'Source' });

export type Source = z.infer<typeof sourceSchema>;

export const sourceListSchema = z
  .object({
    now: z.string().describe('the clock of the server'),
    sources: z.array(sourceSchema).describe('the newest first, revoked ones last'),
    clusters: z.array(z.string()).describe('names of the clusters known so far, in order'),
  })
  .meta({ id: 'SourceList' });

export type SourceList = z.infer<typeof sourceListSchema>;

export const newSourceSchema = z
  .object({ id: z.string(), token: z.string().describe('shown here and never again') })
  .meta({ id: 'NewSource' });

export const revokedSourceSchema = z.object({ id: z.string() }).meta({ id: 'RevokedSource' });
