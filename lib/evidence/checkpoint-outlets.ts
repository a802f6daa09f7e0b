/**
 * Where checkpoints go outside of the database: a file of the cluster, a further file (a share, a write-once volume), and a web
 * address. Only such a copy shows later that the end of a log was cut off or that everything was rewritten.
 */
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { getEnv } from '@/lib/env';
import { splitNotes } from '@/lib/evidence/checkpoint-note';

const WEBHOOK_LIMIT_MS = 5000;

export function checkpointFile(clusterName: string): string {
  return path.join(getEnv().PLUMBLINE_DATA, 'checkpoints', `${clusterName}.txt`);
}

/** What the installation itself wrote for a cluster; none where the file is absent. */
export async function readCheckpointFile(file: string): Promise<string[]> {
  try {
    return splitNotes(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Hands a note to every outlet; answers what went wrong, in words. One that fails does not keep the others from it. */
export async function publishNote(clusterName: string, note: string): Promise<string[]> {
  const { PLUMBLINE_CHECKPOINT_FILE: extra, PLUMBLINE_CHECKPOINT_WEBHOOK: webhook } = getEnv();
  const problems: string[] = [];
  const attempt = async (outlet: string, work: Promise<void>) => {
    await work.catch((error: unknown) => {
      const reason =
        error instanceof Error ? (error.cause instanceof Error ? error.cause : error).message : String(error);
      problems.push(`The checkpoint of cluster ${clusterName} did not reach ${outlet}: ${reason}`);
    });
  };
  await attempt('its file', append(checkpointFile(clusterName), note));
  if (extra) await attempt('PLUMBLINE_CHECKPOINT_FILE', append(extra, note));
  if (webhook) await attempt('PLUMBLINE_CHECKPOINT_WEBHOOK', post(webhook, note));
  return problems;
}

async function append(file: string, note: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await appendFile(file, note, { flush: true } as { flag?: string });
}

/** lib/env.ts has let through only https and loopback addresses. */
async function post(address: string, note: string): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: note,
    redirect: 'error',
    signal: AbortSignal.timeout(WEBHOOK_LIMIT_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
}
