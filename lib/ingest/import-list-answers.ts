/** Shapes of the list of imports and of the answer to an upload. Pure: browsers import it too. */
import { z } from 'zod';
import { type ImportState, importFileSchema } from './import-answers';

export const importListSchema = z
  .object({
    imports: z.array(importFileSchema).describe('the latest first'),
    nextCursor: z.string().nullable().describe('pass it as `cursor` for older ones; null at the end'),
    total: z.number().int().describe('imports of all time'),
    unfinished: z.number().int().describe('imports that are uploading, queued or running'),
    clusters: z.array(z.string()).describe('names of the clusters known so far, in order'),
  })
  .meta({ id: 'ImportList' });

export type ImportList = z.infer<typeof importListSchema>;

export const uploadAnswerSchema = importFileSchema
  .extend({ imports: z.array(importFileSchema).describe('all files of the request, this first one included') })
  .meta({ id: 'Upload' });

export type UploadAnswer = z.infer<typeof uploadAnswerSchema>;

const unfinishedStates: readonly ImportState[] = ['uploading', 'queued', 'running'];

export function isUnfinished(state: ImportState): boolean {
  return unfinishedStates.includes(state);
}
