/** Shapes of what is said about clusters and of what can be changed, for pages and API alike. Pure. */
import { z } from 'zod';

/** Days that are kept, or bytes of a cluster's evidence and index; null keeps everything. */
export const retentionSchema = z
  .union([
    z.strictObject({
      days: z
        .number({ error: 'expected a number of days' })
        .int({ error: 'expected whole days' })
        .min(1, { error: 'expected at least one day' })
        .max(36_500, { error: 'expected at most 36,500 days' }),
    }),
    z.strictObject({
      bytes: z
        .number({ error: 'expected a number of bytes' })
        .int({ error: 'expected whole bytes' })
        // Who writes 10 and means gigabytes would otherwise lose everything.
        .min(1_000_000, { error: 'expected at least 1,000,000 bytes' })
        .max(Number.MAX_SAFE_INTEGER, { error: 'expected fewer bytes' }),
    }),
  ])
  .nullable()
  .meta({ id: 'Retention' });

export type Retention = z.infer<typeof retentionSchema>;

/** For the record and for people: "everything", "30 days", "1,000,000 bytes". */
export function describeRetention(retention: Retention): string {
  if (retention === null) return 'everything';
  if ('days' in retention) return `${retention.days} ${retention.days === 1 ? 'day' : 'days'}`;
  return `${retention.bytes.toLocaleString('en-US')} bytes`;
}

export const clusterSchema = z
  .object({
    name: z.string(),
    redact: z.boolean().describe('whether secrets are replaced before anything of an event is stored'),
    retention: retentionSchema.describe('how much is kept: whole UTC days, the newest always; null: everything'),
    dropWhenFull: z.boolean().describe('whether the oldest days go when the disk is nearly full'),
    createdAt: z.string(),
  })
  .meta({ id: 'Cluster' });

export type ClusterAnswer = z.infer<typeof clusterSchema>;

/** What has to be said to store secrets as they are. */
export const STORE_SECRETS = 'store secrets';

export const clusterChangeSchema = z
  .strictObject({
    redact: z
      .boolean({ error: 'expected true or false' })
      .optional()
      .describe('false stores secrets as they are, from the next import on'),
    confirm: z.literal(STORE_SECRETS).optional().describe(`\`${STORE_SECRETS}\`, needed to turn the redaction off`),
    retention: retentionSchema.optional().describe('what is older, or beyond the size, is removed for good'),
    dropWhenFull: z.boolean({ error: 'expected true or false' }).optional(),
  })
  .refine((change) => change.redact !== false || change.confirm === STORE_SECRETS, {
    path: ['confirm'],
    error: `expected "${STORE_SECRETS}": secrets of later imports would be readable by everybody who can read events, and cannot be removed`,
  })
  .meta({ id: 'ClusterChange' });

export type ClusterChange = z.infer<typeof clusterChangeSchema>;
