/** What a verification says, for the command, the page and the API alike. Pure: browsers import it too. */
import { z } from 'zod';

export const findingKinds = [
  'chain',
  'block',
  'event',
  'row',
  'missing-row',
  'extra-row',
  'block-counts',
  'checkpoint',
  'outside-checkpoint',
  'prune',
  'counts',
  'import',
  'dictionary',
  'case-record',
] as const;

export const findingSchema = z
  .object({
    kind: z.enum(findingKinds),
    cluster: z.string().nullable().describe('null: not of one cluster'),
    block: z.number().int().nullable().describe('sequence number of the evidence block'),
    event: z.number().int().nullable().describe('place in the block, from 0'),
    message: z.string().describe('what was expected and what was found'),
  })
  .meta({ id: 'VerifyFinding' });

export type Finding = z.infer<typeof findingSchema>;

export const verifiedClusterSchema = z.object({
  cluster: z.string(),
  blocks: z.number().int(),
  events: z.number().int(),
  prunedBlocks: z.number().int(),
  checkpoints: z.number().int(),
  outsideCheckpoints: z.number().int().describe('copies from outside of the database that the log was compared with'),
  root: z.string().describe('root of the log, base64'),
});

export type VerifiedCluster = z.infer<typeof verifiedClusterSchema>;

export const verifyReportSchema = z
  .object({
    ok: z.boolean(),
    events: z.number().int().describe('events whose bytes and rows were compared'),
    seconds: z.number(),
    clusters: z.array(verifiedClusterSchema),
    findingCount: z.number().int(),
    byKind: z.record(z.string(), z.number().int()),
    findings: z
      .array(findingSchema)
      .describe('the first ones, in the order of the logs; the first is the first bad place'),
    notices: z.array(z.string()).describe('what could not be checked, or is worth knowing'),
  })
  .meta({ id: 'VerifyReport' });

export type VerifyReport = z.infer<typeof verifyReportSchema>;
