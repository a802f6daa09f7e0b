/** What a pack holds and of which question, with the hash of every member, and the note that signs it. */
import { createHash } from 'node:crypto';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { signNote } from '@/lib/evidence/signed-note';
import { loadSigningKey } from '@/lib/evidence/signing-key';
import { PRODUCT } from '@/lib/export/export-manifest';
import { queryWords } from '@/lib/export/query-words';
import type { Person } from '@/lib/people/person';
import { serializeEventFilter } from '@/lib/search/event-filter';
import { printFilter } from '@/lib/search/filter-query';
import type { PackLog } from './pack-log';
import type { MeasuredMember } from './pack-member';
import type { FrozenSubject } from './pack-subject';
import { type EventCounts, packColumns } from './write-events';

export type PackQuery = { asked: string; frozen: string; text: string; words: string };

export type ManifestFacts = {
  subject: FrozenSubject;
  query: PackQuery | null;
  logs: readonly PackLog[];
  at: Date;
  person: Person;
  counts: EventCounts;
  members: readonly MeasuredMember[];
  /** Base64. */
  publicKey: string;
};

export function describeQuery({ filter }: FrozenSubject): PackQuery | null {
  if (filter === null) return null;
  return {
    asked: serializeEventFilter(filter.asked).toString(),
    frozen: serializeEventFilter(filter.frozen).toString(),
    text: printFilter(filter.frozen),
    words: queryWords(filter.frozen),
  };
}

export function packManifest({ subject, query, logs, at, person, counts, members }: ManifestFacts): string {
  const { case: found } = subject;
  const manifest = {
    type: 'plumbline evidence pack v1',
    product: PRODUCT,
    packedAt: at.toISOString(),
    packedBy: person,
    timeZone: 'UTC',
    query,
    case: found && {
      id: found.id,
      title: found.title,
      status: found.status,
      pins: found.pins.length,
      record: { entries: found.logTotal, head: found.log[0]?.hash ?? null },
    },
    events: counts.events,
    blocks: counts.blocks,
    order: 'cluster, block, place in the block',
    lines: counts.lines,
    columns: packColumns,
    cutCells: counts.cells.cutCells,
    logs: logs.map(({ clusterName: cluster, origin, events, blocks, logSize, checkpoint }) => ({
      cluster,
      origin,
      events,
      blocks,
      logSize,
      checkpoint: { size: checkpoint.size, at: checkpoint.at },
    })),
    members,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const NOTE_NAME = 'plumbline-pack/v1';

export async function signManifest(manifest: string, events: number, at: Date): Promise<string> {
  const { privateKey } = await loadSigningKey();
  const sha256 = createHash('sha256').update(manifest).digest('hex');
  const text = `${NOTE_NAME}\nmanifest ${sha256}\nevents ${events}\npacked ${formatRfc3339(at.getTime() * 1000)}\n`;
  return signNote(text, NOTE_NAME, privateKey);
}
