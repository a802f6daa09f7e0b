/** Shapes of an object's history, for the page, the API and its description. Pure: browsers import it too. */
import { z } from 'zod';
import { eventRowSchema } from '@/lib/search/event-answers';

export const stateSources = ['responseObject', 'requestObject'] as const;

const stateSchema = z
  .object({
    source: z.enum(stateSources).describe('the body that has the whole object; responseObject where there is one'),
    generation: z.number().int().nullable(),
    uid: z.string().nullable(),
  })
  .describe('the object as this write left it (responseObject) or as it was asked for (requestObject)');

export const unknownReasons = [
  'level',
  'refused',
  'patch',
  'subresource',
  'deleted',
  'unfinished',
  'pruned',
  'noBody',
] as const;

const writeSchema = z
  .object({
    event: eventRowSchema.describe('the last stage of the request that was recorded'),
    how: z
      .enum(['named', 'generated', 'collection', 'maybeCollection'])
      .describe(
        'how it is known that the write was on this object: by objectRef; by the name that the server chose and answered; as one of the objects that a deletecollection answered; or only that a deletecollection could have hit it',
      ),
    selector: z.string().nullable().describe('of a deletecollection: its query string'),
    state: stateSchema.nullable(),
    unknown: z
      .enum(unknownReasons)
      .nullable()
      .describe('why there is no state: the level records no bodies, the request was refused, only a patch is there …'),
    before: z.string().nullable().describe('id of the write with the state before this one, to compare with'),
    changes: z
      .object({
        paths: z.array(z.string()).describe('the first fields that differ from the state before'),
        count: z.number().int().describe('how many fields differ'),
      })
      .nullable()
      .describe('null where there is no state here or before; managedFields and resourceVersion left out'),
    missingWrites: z
      .number()
      .int()
      .describe(
        'changes between the state before and this one, by metadata.generation, that no recorded write explains: at least so many',
      ),
  })
  .meta({ id: 'ObjectWrite' });

export type ObjectWrite = z.infer<typeof writeSchema>;

export const objectHistorySchema = z
  .object({
    total: z.number().int().describe('writes on the object, exact unless `limited`'),
    limited: z.boolean().describe('there are more writes than are looked at; the newest are'),
    failed: z.number().int().describe('of these, refused or failed'),
    withState: z.number().int().nullable().describe('of the writes listed here, how many have a body to compare'),
    subresources: z
      .array(z.object({ value: z.string().nullable(), count: z.number().int(), shown: z.boolean() }))
      .describe('all writes by subresource, those that are left out too; null for the object itself'),
    namelessLimited: z
      .boolean()
      .describe('not every create without a name and every deletecollection around was looked into'),
    writes: z.array(writeSchema),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'ObjectHistory' });

export type ObjectHistory = z.infer<typeof objectHistorySchema>;

const lineSchema = z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() });

export const objectDiffSchema = z
  .object({
    hunks: z.array(
      z.object({
        oldStart: z.number().int(),
        newStart: z.number().int(),
        lines: z.array(lineSchema),
      }),
    ),
    added: z.number().int(),
    removed: z.number().int(),
    tooDifferent: z.boolean().describe('the two have so little in common that no difference was made'),
  })
  .describe('the two states as YAML with sorted keys, line by line')
  .meta({ id: 'ObjectDiff' });

export type ObjectDiff = z.infer<typeof objectDiffSchema>;
export type DiffHunk = ObjectDiff['hunks'][number];
export type DiffLine = DiffHunk['lines'][number];
