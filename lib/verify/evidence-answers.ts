/** Shapes of what the evidence page and the API say. Pure: browsers import it too. */
import { z } from 'zod';
import { verifyReportSchema } from '@/lib/verify/verify-report';

export const verificationStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

export const verificationSchema = z
  .object({
    id: z.string(),
    state: z.enum(verificationStates),
    blocksTotal: z.number().int(),
    blocksChecked: z.number().int(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
    error: z.string().nullable().describe('why it could not be ended, in words'),
    report: verifyReportSchema.nullable().describe('when it is done'),
  })
  .meta({ id: 'Verification' });

export type Verification = z.infer<typeof verificationSchema>;

export const evidenceStatusSchema = z
  .object({
    clusters: z.array(
      z.object({
        cluster: z.string(),
        origin: z.string().describe('the name of its log in checkpoints'),
        blocks: z.number().int(),
        events: z.number().int(),
        prunedBlocks: z.number().int(),
        checkpoint: z
          .object({ at: z.string(), size: z.number().int(), events: z.number().int(), root: z.string() })
          .nullable()
          .describe('the last one: time, blocks, events, root in base64'),
        verifierKey: z.string().nullable().describe('public key in the form of signed notes'),
      }),
    ),
    publicKey: z.string().nullable().describe('Ed25519, base64; null before the first checkpoint'),
    rights: z
      .object({
        role: z.string().describe('the database role that the product works as'),
        mayDo: z
          .array(z.string())
          .describe('what it could do to evidence beside adding to it; empty is as it should be'),
      })
      .describe('what the database would let the product do to evidence'),
    outlets: z.array(z.string()).describe('where checkpoints are written outside of the database'),
    verification: verificationSchema.nullable().describe('the last one that was asked for'),
  })
  .meta({ id: 'EvidenceStatus' });

export type EvidenceStatus = z.infer<typeof evidenceStatusSchema>;

export const eventProofSchema = z
  .object({
    proved: z.boolean(),
    problem: z.string().nullable().describe('what does not fit'),
    leaf: z.string().describe('SHA-256 of 0x00 and the original bytes: the leaf of the block’s tree, hex'),
    eventPath: z.array(z.string()).describe('from the leaf to the root in the block’s header'),
    header: z.string(),
    blockHash: z.string().describe('SHA-256 of 0x00 and the header: the leaf of the log, hex'),
    blockPath: z.array(z.string()).describe('from the block to the root of the checkpoint; empty without one'),
    checkpoint: z
      .object({ at: z.string(), size: z.number().int(), root: z.string(), note: z.string() })
      .nullable()
      .describe('the last one; null where none covers the block yet'),
  })
  .meta({ id: 'EventProof' });

export type EventProof = z.infer<typeof eventProofSchema>;

export function isVerifying({ state }: Verification): boolean {
  return state === 'queued' || state === 'running';
}
