/**
 * The imports of files, latest first; what sources send over HTTP is on the Sources screen. By keyset: (created_at, id), with
 * the microseconds of created_at, which a Date would lose.
 */
import { getPrisma } from '@/lib/db/prisma-client';
import { decodeListCursor, encodeListCursor } from './import-cursor';
import type { ImportList } from './import-list-answers';
import { importRowInclude, toImportFileAnswer } from './import-row';

/** Throws BadImportCursorError. */
export async function listImports(question: { limit: number; cursor: string | null }): Promise<ImportList> {
  const prisma = getPrisma();
  const [keys, total, unfinished, clusters] = await Promise.all([
    readKeys(question.limit + 1, question.cursor),
    prisma.importFile.count({ where: { source: { not: 'webhook' } } }),
    prisma.importFile.count({ where: { state: { in: ['uploading', 'queued', 'running'] } } }),
    prisma.cluster.findMany({ select: { name: true }, orderBy: { name: 'asc' } }),
  ]);
  const page = keys.slice(0, question.limit);
  const rows = await prisma.importFile.findMany({
    where: { id: { in: page.map((key) => key.id) } },
    include: importRowInclude,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const last = page.at(-1);
  return {
    imports: page.flatMap(({ id }) => byId.get(id) ?? []).map((row) => toImportFileAnswer(row)),
    nextCursor:
      keys.length > page.length && last ? encodeListCursor({ createdAt: last.created_at, id: last.id }) : null,
    total,
    unfinished,
    clusters: clusters.map((cluster) => cluster.name),
  };
}

type Key = { id: string; created_at: string };

function readKeys(limit: number, cursor: string | null): Promise<Key[]> {
  const prisma = getPrisma();
  if (cursor === null) {
    return prisma.$queryRaw<Key[]>`
      select id::text, to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as created_at
      from import_file where source <> 'webhook' order by import_file.created_at desc, import_file.id desc limit ${limit}`;
  }
  const after = decodeListCursor(cursor);
  return prisma.$queryRaw<Key[]>`
    select id::text, to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as created_at
    from import_file
    where source <> 'webhook' and (created_at, import_file.id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)
    order by import_file.created_at desc, import_file.id desc limit ${limit}`;
}
