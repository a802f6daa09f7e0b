/** Shapes of the answers about workloads, for the pages, the API and its description alike. Pure: browsers import it too. */
import { z } from 'zod';

const count = z.number().int();

export const workloadSorts = ['requests', 'writes', 'failed', 'denied', 'name'] as const;
export type WorkloadSort = (typeof workloadSorts)[number];

export const workloadRowSchema = z
  .object({
    cluster: z.string(),
    workload: z.string().describe('as in the facet of that name'),
    requests: count.describe('requests that ended in the window: events of stage ResponseComplete or Panic'),
    writes: count.describe('of these, create, update, patch, delete and deletecollection'),
    failed: count.describe('of the requests, those with outcome 4xx, denied or 5xx'),
    denied: count,
    bars: z.array(count).describe('requests over time, one for each of `starts`'),
    failedBars: z.array(count),
    client: z.string().nullable().describe('the client product that sent most of the requests'),
    peers: count.describe('how many other workloads of the cluster are like it'),
  })
  .meta({ id: 'WorkloadRow' });

export type WorkloadRow = z.infer<typeof workloadRowSchema>;

export const workloadListSchema = z
  .object({
    total: count.describe('workloads that acted in the window and match, listed or not'),
    from: z.string().nullable(),
    to: z.string().nullable(),
    bucketSeconds: z.number(),
    starts: z.array(z.string()).describe('starts of the bars'),
    workloads: z.array(workloadRowSchema),
  })
  .meta({ id: 'WorkloadList' });

export type WorkloadList = z.infer<typeof workloadListSchema>;
