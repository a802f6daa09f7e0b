/** The rows of the list of imports: what the server knows, with what this browser has just sent, without showing a file twice. */
import { isActive, type Upload } from '@/components/imports/upload-queue';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';

export function importsShown(known: readonly ImportFileAnswer[], uploads: readonly Upload[]): ImportFileAnswer[] {
  const ids = new Set(known.map((row) => row.id));
  const justSent = uploads.flatMap(({ answer }) => (answer && !ids.has(answer.id) ? [answer] : []));
  // A file on its way from this browser stands above the list, with its pace.
  const sending = new Set(uploads.filter(isActive).map((upload) => `${upload.cluster}/${upload.name}`));
  const others = known.filter((row) => row.state !== 'uploading' || !sending.has(`${row.cluster}/${row.file}`));
  return [...justSent.reverse(), ...others];
}
