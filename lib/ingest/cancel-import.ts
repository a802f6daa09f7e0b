/**
 * Cancels an import. One that waits is cancelled at once; one that is uploading or running is asked to stop, and does so at its
 * next transaction: what is committed by then stays, and a later import of the same file only adds the rest.
 */
import { getPrisma } from '@/lib/db/prisma-client';
import type { ImportFileAnswer } from './import-answers';
import { isUnfinished } from './import-list-answers';
import { importRowInclude, toImportFileAnswer } from './import-row';
import { removeSpoolFile } from './spool-file';

/** The import has already ended; the message says how. */
export class ImportEndedError extends Error {
  override name = 'ImportEndedError';
}

/** Null where there is no such import. Throws ImportEndedError. */
export async function cancelImport(id: string): Promise<ImportFileAnswer | null> {
  const prisma = getPrisma();
  const now = new Date();
  // The state is part of the condition: the worker may take the file in the same moment.
  const waiting = await prisma.importFile.updateMany({
    where: { id, state: 'queued' },
    data: { state: 'cancelled', cancelRequested: true, finishedAt: now, updatedAt: now },
  });
  if (waiting.count === 0) {
    await prisma.importFile.updateMany({
      where: { id, state: { in: ['uploading', 'running'] } },
      data: { cancelRequested: true },
    });
  }
  const row = await prisma.importFile.findUnique({ where: { id }, include: importRowInclude });
  if (row === null) return null;
  const answer = toImportFileAnswer(row);
  if (waiting.count > 0) await removeSpoolFile(row.spoolPath);
  else if (!isUnfinished(answer.state))
    throw new ImportEndedError(`The import of ${row.name} has already ended: it is ${row.state}.`);
  return answer;
}
