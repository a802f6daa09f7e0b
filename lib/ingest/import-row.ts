/** A row of import_file as the page, the command and the API show it. */
import { z } from 'zod';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { type ImportFileAnswer, importFileSchema, importStates } from './import-answers';

type Count = bigint | number;

/** The row as Prisma or SQL with the same names reads it. */
export type ImportRow = {
  id: string;
  cluster: { name: string };
  name: string;
  source: string;
  state: string;
  sha256: string | null;
  format: string | null;
  bytesRead: Count;
  bytesTotal: Count | null;
  lines: Count;
  events: Count;
  inserted: Count;
  duplicates: Count;
  quarantined: Count;
  skipped: Count;
  error: string | null;
  minAt: Count | null;
  maxAt: Count | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** What a query of import rows must join. */
export const importRowInclude = { cluster: { select: { name: true } } } as const;

const sourceSchema = importFileSchema.shape.source;
const stateSchema = z.enum(importStates);

export function toImportFileAnswer(row: ImportRow, now = new Date()): ImportFileAnswer {
  return {
    id: row.id,
    cluster: row.cluster.name,
    file: row.name,
    source: sourceSchema.parse(row.source),
    state: stateSchema.parse(row.state),
    sha256: row.sha256,
    format: row.format,
    bytes: Number(row.bytesRead),
    bytesTotal: row.bytesTotal === null ? null : Number(row.bytesTotal),
    lines: Number(row.lines),
    events: Number(row.events),
    inserted: Number(row.inserted),
    duplicates: Number(row.duplicates),
    quarantined: Number(row.quarantined),
    skipped: Number(row.skipped),
    seconds: row.startedAt === null ? null : ((row.finishedAt ?? now).getTime() - row.startedAt.getTime()) / 1000,
    error: row.error,
    firstEventAt: row.minAt === null ? null : formatRfc3339(Number(row.minAt)),
    lastEventAt: row.maxAt === null ? null : formatRfc3339(Number(row.maxAt)),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt === null ? null : row.finishedAt.toISOString(),
  };
}
