/** Shapes of what is said about packs, for pages and API alike. Pure: browsers read it too. */
import { z } from 'zod';
import { personSchema } from '@/lib/people/person';

export const packStates = ['queued', 'running', 'done', 'failed', 'cancelled', 'expired'] as const;

/** A finished pack can be fetched for so long: it holds events, and those are not to outlive their retention by much. */
export const PACK_DAYS = 7;

export const newPackSchema = z
  .strictObject({
    query: z
      .string()
      .max(8000, { error: 'expected at most 8,000 characters' })
      .optional()
      .describe('a filter, as in the URL of Events; empty for all events'),
    case: z.number().int().min(1).max(2_147_483_647).optional().describe('the number of a case'),
  })
  .refine((wanted) => (wanted.query === undefined) !== (wanted.case === undefined), {
    error: 'expected query or case, and not both',
  })
  .meta({ id: 'NewPack' });

export type NewPack = z.infer<typeof newPackSchema>;

export const packSchema = z
  .object({
    id: z.string(),
    case: z.number().int().nullable(),
    query: z.string().nullable(),
    state: z.enum(packStates).describe('expired: it was finished, and its file is removed after 7 days'),
    eventsTotal: z.number().int(),
    eventsWritten: z.number().int(),
    bytes: z.number().int().nullable(),
    sha256: z.string().nullable().describe('of the whole file, hex'),
    error: z.string().nullable().describe('why there is none, in words'),
    askedBy: personSchema,
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: 'EvidencePack' });

export type Pack = z.infer<typeof packSchema>;

export const packListSchema = z
  .object({ packs: z.array(packSchema).describe('the latest first') })
  .meta({ id: 'EvidencePackList' });

export function isPacking({ state }: Pack): boolean {
  return state === 'queued' || state === 'running';
}
