/** Shapes of what is said about clusters and of what can be changed, for pages and API alike. Pure. */
import { z } from 'zod';

export const clusterSchema = z
  .object({
    name: z.string(),
    redact: z.boolean().describe('whether secrets are replaced before anything of an event is stored'),
    createdAt: z.string(),
  })
  .meta({ id: 'Cluster' });

export type ClusterAnswer = z.infer<typeof clusterSchema>;

/** What has to be said to store secrets as they are. */
export const STORE_SECRETS = 'store secrets';

export const clusterChangeSchema = z
  .strictObject({
    redact: z.boolean().describe('false stores secrets as they are, from the next import on'),
    confirm: z.literal(STORE_SECRETS).optional().describe(`\`${STORE_SECRETS}\`, needed to turn the redaction off`),
  })
  .refine((change) => change.redact || change.confirm === STORE_SECRETS, {
    path: ['confirm'],
    error: `expected "${STORE_SECRETS}": secrets of later imports would be readable by everybody who can read events, and cannot be removed`,
  })
  .meta({ id: 'ClusterChange' });

export type ClusterChange = z.infer<typeof clusterChangeSchema>;
