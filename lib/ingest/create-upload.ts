/**
 * Takes one uploaded file in: row `uploading` → bytes to the spool → row `queued`, where the import worker finds it.
 * An upload that stops becomes `failed` or `cancelled` with a sentence, and its spool file goes. While it runs, its row is
 * touched every second: the bytes so far are seen by every page, a cancel is heard, and a row that nobody touches belongs to
 * a server that is gone (abandoned-uploads.ts).
 */
import { getPrisma } from '@/lib/db/prisma-client';
import { ensureCluster } from './cluster-row';
import { refuseWithoutRoom } from './disk-room';
import { fileLabel } from './file-label';
import type { FormatName } from './formats/format-names';
import type { ImportFileAnswer } from './import-answers';
import { importRowInclude, toImportFileAnswer } from './import-row';
import { DiskFullError, newSpoolPath, removeSpoolFile, writeSpoolFile } from './spool-file';

const TOUCH_MS = 1000;

/** The upload stopped before its end; the message is what the row says. */
export class UploadStoppedError extends Error {
  override name = 'UploadStoppedError';
}

export type Upload = {
  cluster: string;
  /** The name as given. */
  name: string;
  body: AsyncIterable<Uint8Array>;
  /** Null where the client did not say. */
  bytesTotal: number | null;
  /** The only format that is taken; absent or null for whatever the content is. */
  format?: FormatName | null;
};

/** Throws NoRoomError before anything is written; DiskFullError and UploadStoppedError, with the row saying the same. */
export async function createUpload(upload: Upload): Promise<ImportFileAnswer> {
  await refuseWithoutRoom();
  const prisma = getPrisma();
  const clusterId = await ensureCluster(upload.cluster);
  const spoolPath = await newSpoolPath();
  const { id } = await prisma.importFile.create({
    data: {
      clusterId,
      name: fileLabel(upload.name),
      source: 'upload',
      state: 'uploading',
      bytesTotal: upload.bytesTotal,
      spoolPath,
      wantedFormat: upload.format ?? null,
    },
    select: { id: true },
  });
  const progress = keepTouched(id);
  try {
    const bytes = await writeSpoolFile(spoolPath, upload.body, progress.report, progress.signal);
    await progress.stop();
    const row = await prisma.importFile.update({
      where: { id },
      data: { state: 'queued', bytesTotal: bytes, bytesRead: 0, updatedAt: new Date() },
      include: importRowInclude,
    });
    return toImportFileAnswer(row);
  } catch (error) {
    await progress.stop();
    await removeSpoolFile(spoolPath);
    const sentence = describeStop(error, progress, upload.bytesTotal);
    const state = progress.signal.aborted ? 'cancelled' : 'failed';
    await markStopped(id, state, sentence, progress.bytes());
    throw error instanceof DiskFullError ? error : new UploadStoppedError(sentence, { cause: error });
  }
}

function describeStop(error: unknown, progress: Progress, bytesTotal: number | null): string {
  if (error instanceof DiskFullError) return error.message;
  if (progress.signal.aborted) return 'the upload was cancelled before its end; nothing of it was imported';
  return describeInterruption(progress.bytes(), bytesTotal);
}

export function describeInterruption(bytes: number, bytesTotal: number | null): string {
  const of = bytesTotal === null ? '' : ` of ${bytesTotal.toLocaleString('en-US')}`;
  const received = bytes.toLocaleString('en-US');
  return `the upload was interrupted after ${received}${of} bytes; drop the file again: what is already in will not be doubled`;
}

// On a full disk the database may not be able to write either: the upload's own error is then the one to tell.
async function markStopped(id: string, state: 'failed' | 'cancelled', error: string, bytes: number): Promise<void> {
  const now = new Date();
  await getPrisma()
    .importFile.update({
      where: { id },
      data: { state, error, bytesRead: bytes, spoolPath: null, finishedAt: now, updatedAt: now },
    })
    .catch((cause) => console.error(`The row of upload ${id} could not be updated:`, cause));
}

type Progress = {
  report: (bytes: number) => void;
  bytes: () => number;
  /** Aborted when somebody asked to cancel. */
  signal: AbortSignal;
  /** Ends the touching; when it resolves no update is under way. */
  stop: () => Promise<void>;
};

function keepTouched(id: string): Progress {
  const controller = new AbortController();
  let bytes = 0;
  let underWay: Promise<void> | null = null;
  const touch = async () => {
    const row = await getPrisma().importFile.update({
      where: { id },
      data: { bytesRead: bytes, updatedAt: new Date() },
      select: { cancelRequested: true },
    });
    if (row.cancelRequested) controller.abort();
  };
  const timer = setInterval(() => {
    // A database that is away for a moment must not end the upload.
    underWay ??= touch()
      .catch(() => {})
      .finally(() => {
        underWay = null;
      });
  }, TOUCH_MS);
  return {
    report: (total) => {
      bytes = total;
    },
    bytes: () => bytes,
    signal: controller.signal,
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
