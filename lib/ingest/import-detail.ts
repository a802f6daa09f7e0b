/** One import with what was skipped and its quarantined lines, in the order of the file, by keyset (line, id). */
import { getPrisma } from '@/lib/db/prisma-client';
import type { ImportDetail, QuarantinedLine } from './import-answers';
import { decodeLineCursor, encodeLineCursor } from './import-cursor';
import { importRowInclude, toImportFileAnswer } from './import-row';
import { lineHead } from './line-head';

/** Enough bytes for the 1,024 characters that are shown, however long each is in UTF-8. */
const HEAD_BYTES = 4096;

type QuarantineRow = {
  id: bigint;
  line_number: bigint;
  byte_offset: bigint;
  byte_length: bigint;
  reason: string;
  sha256: string;
  head: Uint8Array;
};

/** Null where there is no such import. `cursor` and `limit` page its quarantined lines. Throws BadImportCursorError. */
export async function getImportDetail(
  id: string,
  page: { limit: number; cursor: string | null },
): Promise<ImportDetail | null> {
  const after = page.cursor === null ? { lineNumber: 0, id: 0 } : decodeLineCursor(page.cursor);
  const prisma = getPrisma();
  const row = await prisma.importFile.findUnique({ where: { id }, include: importRowInclude });
  if (row === null) return null;
  const [skipped, lines] = await Promise.all([
    prisma.skippedInput.findMany({ where: { importFileId: id }, orderBy: [{ count: 'desc' }, { reason: 'asc' }] }),
    prisma.$queryRaw<QuarantineRow[]>`
      select id, line_number, byte_offset, byte_length, reason, encode(sha256, 'hex') as sha256,
             substring(head from 1 for ${HEAD_BYTES}::int) as head
      from quarantined_input
      where import_file_id = ${id}::uuid and (line_number, id) > (${after.lineNumber}::bigint, ${after.id}::bigint)
      order by line_number, id limit ${page.limit + 1}`,
  ]);
  const shown = lines.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    import: toImportFileAnswer(row),
    skippedReasons: skipped.map(({ reason, count }) => ({ reason, count: Number(count) })),
    quarantined: shown.map(toQuarantinedLine),
    nextQuarantineCursor:
      lines.length > shown.length && last
        ? encodeLineCursor({ lineNumber: Number(last.line_number), id: Number(last.id) })
        : null,
  };
}

function toQuarantinedLine(row: QuarantineRow): QuarantinedLine {
  return {
    lineNumber: Number(row.line_number),
    byteOffset: Number(row.byte_offset),
    byteLength: Number(row.byte_length),
    reason: row.reason,
    sha256: row.sha256,
    head: lineHead(row.head),
  };
}
