// Imports for specs that need events: sent over the API, waited for until they have ended.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type APIRequestContext, expect } from '@playwright/test';

export const REAL_LOG = path.resolve(import.meta.dirname, 'fixtures/audit.log.gz');

/** A cluster that no other spec uses: identity is per cluster, so its counts are this spec's alone. */
export function newCluster(spec: string): string {
  return `${spec}-${Math.random().toString(36).slice(2, 8)}`;
}

export interface RealEvent {
  verb?: string;
  stage: string;
  user: { username?: string };
  responseStatus?: { code?: number };
  objectRef?: { resource?: string; namespace?: string };
}

/** The events of the real log, counted by nothing of the product. */
export async function readRealEvents(): Promise<RealEvent[]> {
  const lines = gunzipSync(await readFile(REAL_LOG))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** Uploads and waits for the end; answers the import as the API tells it. */
export async function uploadLog(request: APIRequestContext, cluster: string, name: string, data: Buffer) {
  const query = new URLSearchParams({ cluster, name });
  const accepted = await request.post(`/api/v1/imports?${query}`, {
    data,
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect(accepted.status()).toBe(202);
  const location = accepted.headers().location ?? '';
  await expect
    .poll(async () => (await (await request.get(location)).json()).import.state, { timeout: 60_000 })
    .not.toMatch(/uploading|queued|running/);
  return (await request.get(location)).json();
}

export async function uploadRealLog(request: APIRequestContext, cluster: string) {
  return uploadLog(request, cluster, 'audit.log.gz', await readFile(REAL_LOG));
}
