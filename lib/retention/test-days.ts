/** Events spread evenly over some days, for tests of retention. */
import { Readable } from 'node:stream';
import { importStream } from '@/lib/ingest/import-stream';

export const DAY_MS = 86_400_000;
export const PER_DAY = 1300;

/** Blocks of 1,000 events and days of 1,300: some blocks hold events of two days. */
export async function importDays(clusterName: string, first: number, days: number): Promise<void> {
  const lines = Array.from({ length: days * PER_DAY }, (_, n) => {
    const at = new Date(first + Math.floor((n * DAY_MS) / PER_DAY)).toISOString().replace('Z', '000Z');
    return JSON.stringify({
      level: 'Metadata',
      auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      stage: 'ResponseComplete',
      requestURI: `/api/v1/pods/${n}`,
      verb: n % 5 === 0 ? 'list' : 'get',
      user: { username: `user-${n % 7}` },
      objectRef: { resource: 'pods', namespace: `ns-${n % 3}`, name: `p${n}` },
      responseStatus: { code: n % 11 === 0 ? 403 : 200 },
      requestReceivedTimestamp: at,
      stageTimestamp: at,
    });
  });
  const input = Readable.from([Buffer.from(lines.join('\n'))]);
  await importStream({ clusterName, name: 'days.log', source: 'cli', input, bytesTotal: null });
}
