/** Shapes of an import as the page, the command's --json and the API show it. Pure: browsers import it too. */
import { z } from 'zod';

export const importStates = ['uploading', 'queued', 'running', 'receiving', 'done', 'failed', 'cancelled'] as const;

export type ImportState = (typeof importStates)[number];

export const importFileSchema = z
  .object({
    id: z.string(),
    cluster: z.string(),
    file: z.string().describe('name as given; only a label'),
    source: z
      .enum(['upload', 'cli', 'demo', 'webhook'])
      .describe('webhook: what a source sent to the receiver in one day (UTC)'),
    state: z.enum(importStates),
    sha256: z.string().nullable().describe('of the bytes as given, hex; known when all were read'),
    format: z.string().nullable(),
    bytes: z.number().describe('bytes read so far'),
    bytesTotal: z.number().nullable(),
    lines: z.number().int(),
    events: z.number().int().describe('= inserted + duplicates + quarantined'),
    inserted: z.number().int(),
    duplicates: z.number().int(),
    quarantined: z.number().int(),
    skipped: z.number().int().describe('values that are no audit events and are not meant to be'),
    seconds: z.number().nullable().describe('of reading and writing, without the time in the queue'),
    error: z.string().nullable(),
    firstEventAt: z.string().nullable(),
    lastEventAt: z.string().nullable(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: 'ImportFile' });

export type ImportFileAnswer = z.infer<typeof importFileSchema>;

export const quarantinedLineSchema = z
  .object({
    lineNumber: z.number().int(),
    byteOffset: z.number(),
    byteLength: z.number(),
    reason: z.string(),
    sha256: z.string(),
    head: z.string().describe('its first 1,024 characters; invalid UTF-8 as U+FFFD'),
  })
  .meta({ id: 'QuarantinedLine' });

export type QuarantinedLine = z.infer<typeof quarantinedLineSchema>;

export const importDetailSchema = z
  .object({
    import: importFileSchema,
    skippedReasons: z.array(z.object({ reason: z.string(), count: z.number().int() })),
    quarantined: z.array(quarantinedLineSchema),
    nextQuarantineCursor: z.string().nullable(),
  })
  .meta({ id: 'ImportDetail' });

export type ImportDetail = z.infer<typeof importDetailSchema>;
