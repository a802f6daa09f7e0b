/**
 * The files that this browser is sending. It lives outside the components, so that going to another screen does not end
 * an upload; only leaving the page does. Two are sent at once, the rest wait in the order in which they were dropped.
 */
import { type Sending, sendFile } from '@/components/imports/send-file';
import { addSample, type PaceSample } from '@/components/imports/upload-pace';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';

export type Upload = {
  key: number;
  name: string;
  size: number;
  cluster: string;
  /** Null: recognised by content. */
  format: FormatName | null;
  state: 'waiting' | 'sending' | 'sent' | 'failed';
  bytes: number;
  samples: PaceSample[];
  /** What went wrong, of a failed one. */
  message: string | null;
  /** The server's answer, of a sent one. */
  answer: ImportFileAnswer | null;
};

const PARALLEL = 2;
const REPORT_MS = 200;

const files = new Map<number, File>();
const sendings = new Map<number, Sending>();
const listeners = new Set<() => void>();
let uploads: readonly Upload[] = [];
let lastKey = 0;

export function readUploads(): readonly Upload[] {
  return uploads;
}

export function subscribeToUploads(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function addUploads(added: readonly File[], { cluster, format }: Pick<Upload, 'cluster' | 'format'>): void {
  const next = added.map((file): Upload => {
    const key = ++lastKey;
    files.set(key, file);
    const { name, size } = file;
    return { key, name, size, cluster, format, state: 'waiting', bytes: 0, samples: [], message: null, answer: null };
  });
  publish([...uploads, ...next]);
  startWaiting();
}

/** Ends an upload that waits or is under way; one that has ended goes from the list. */
export function removeUpload(key: number): void {
  const sending = sendings.get(key);
  if (sending) {
    sending.cancel();
    return;
  }
  files.delete(key);
  publish(uploads.filter((upload) => upload.key !== key));
}

export function retryUpload(key: number): void {
  change(key, { state: 'waiting', bytes: 0, samples: [], message: null });
  startWaiting();
}

export function isActive(upload: Upload): boolean {
  return upload.state === 'waiting' || upload.state === 'sending';
}

function publish(next: readonly Upload[]): void {
  uploads = next;
  window.onbeforeunload = uploads.some(isActive) ? (event) => event.preventDefault() : null;
  for (const listener of listeners) listener();
}

function change(key: number, changed: Partial<Upload>): void {
  publish(uploads.map((upload) => (upload.key === key ? { ...upload, ...changed } : upload)));
}

function startWaiting(): void {
  for (const upload of uploads) {
    if (sendings.size >= PARALLEL) return;
    if (upload.state === 'waiting') void send(upload);
  }
}

async function send(upload: Upload): Promise<void> {
  const file = files.get(upload.key);
  if (!file) return;
  let reportedAt = 0;
  const sending = sendFile(file, upload, (bytes) => {
    const at = performance.now();
    if (at - reportedAt < REPORT_MS && bytes < file.size) return;
    reportedAt = at;
    const samples = uploads.find((other) => other.key === upload.key)?.samples ?? [];
    change(upload.key, { bytes, samples: addSample(samples, { at, bytes }) });
  });
  sendings.set(upload.key, sending);
  change(upload.key, { state: 'sending', samples: [{ at: performance.now(), bytes: 0 }] });
  const result = await sending.result;
  sendings.delete(upload.key);
  if (result.kind === 'cancelled') removeUpload(upload.key);
  else if (result.kind === 'failed') change(upload.key, { state: 'failed', message: result.message });
  else {
    files.delete(upload.key);
    change(upload.key, { state: 'sent', answer: result.answer });
  }
  startWaiting();
}
