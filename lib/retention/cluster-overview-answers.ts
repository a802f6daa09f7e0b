/** What is said about the clusters: settings, what they hold, and who changed what. Pure: pages and API share it. */
import { z } from 'zod';
import { clusterSchema } from '@/lib/ingest/cluster-answers';

const instant = z.string().nullable();

export const clusterHoldingsSchema = clusterSchema
  .extend({
    events: z.number().int().describe('events that are kept'),
    bytes: z.number().int().describe('about what their evidence and index take on disk'),
    firstAt: instant.describe('time of the oldest kept event; null where none is kept'),
    lastAt: instant.describe('time of the newest'),
    droppedEvents: z.number().int().describe('events that retention has dropped'),
    dropping: z.string().nullable().describe('why events are being dropped at the moment; null when none are'),
  })
  .meta({ id: 'ClusterHoldings' });

export type ClusterHoldings = z.infer<typeof clusterHoldingsSchema>;

export const adminActionSchema = z
  .object({
    at: z.string(),
    actor: z
      .string()
      .describe('the way by which it was changed (`web`, `command line`) and, where known, the person; or `retention`'),
    action: z.string(),
    cluster: z.string().nullable(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  })
  .meta({ id: 'AdminAction' });

export type AdminAction = z.infer<typeof adminActionSchema>;

export const clusterOverviewSchema = z
  .object({
    clusters: z.array(clusterHoldingsSchema),
    actions: z
      .array(adminActionSchema)
      .describe('the last changes of settings and decisions of retention, latest first'),
  })
  .meta({ id: 'ClusterOverview' });

export type ClusterOverview = z.infer<typeof clusterOverviewSchema>;
