/** Uploads whose server ended in the middle: their row is told so, and what had arrived is removed. */
import { getPrisma } from '@/lib/db/prisma-client';
import { describeInterruption } from './create-upload';
import { removeSpoolFile } from './spool-file';

/** A living upload touches its row every second; a busy machine may be slower, but not by this much. */
const UNTOUCHED_MS = 60_000;

/** Returns how many there were. The import worker calls it at its start and now and then. */
export async function failAbandonedUploads(now = new Date()): Promise<number> {
  const prisma = getPrisma();
  const abandoned = await prisma.importFile.findMany({
    where: { state: 'uploading', updatedAt: { lt: new Date(now.getTime() - UNTOUCHED_MS) } },
  });
  for (const row of abandoned) {
    const error = describeInterruption(Number(row.bytesRead), row.bytesTotal === null ? null : Number(row.bytesTotal));
    await prisma.importFile.updateMany({
      where: { id: row.id, state: 'uploading', updatedAt: row.updatedAt },
      data: { state: 'failed', error, spoolPath: null, finishedAt: now, updatedAt: now },
    });
    await removeSpoolFile(row.spoolPath);
  }
  return abandoned.length;
}
