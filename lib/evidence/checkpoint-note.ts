/**
 * A checkpoint says in signed words how many blocks a cluster's log has and what their tree's root is: whoever keeps a copy
 * can tell later whether the log was cut or rewritten. The form is C2SP's tlog-checkpoint; our own lines follow the root.
 */
import { createHash } from 'node:crypto';

export type Checkpoint = {
  /** Names the log: lib/evidence/block-header.ts, logOrigin. */
  origin: string;
  clusterName: string;
  /** Blocks of the log. */
  size: number;
  root: Buffer;
  /** Microseconds. */
  at: number;
  /** Events in those blocks. */
  events: number;
  /** SHA-256 of the signed note of the checkpoint before, null in the first. */
  previous: Buffer | null;
};

const TEXT =
  /^(plumbline\/[0-9a-f-]{36})\n(\d{1,10})\n([A-Za-z0-9+/]{43}=)\ncluster ([A-Za-z0-9._-]{1,253})\ntime (\d{1,16})\nevents (\d{1,15})\nprevious (-|[0-9a-f]{64})\n$/;

export function checkpointText(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}
${checkpoint.size}
${checkpoint.root.toString('base64')}
cluster ${checkpoint.clusterName}
time ${checkpoint.at}
events ${checkpoint.events}
previous ${checkpoint.previous?.toString('hex') ?? '-'}
`;
}

/** Null where the text is no checkpoint of ours. */
export function parseCheckpointText(text: string): Checkpoint | null {
  const match = TEXT.exec(text);
  if (!match) return null;
  const [, origin = '', size, root = '', clusterName = '', at, events, previous = '-'] = match;
  const checkpoint = {
    origin,
    clusterName,
    size: Number(size),
    root: Buffer.from(root, 'base64'),
    at: Number(at),
    events: Number(events),
    previous: previous === '-' ? null : Buffer.from(previous, 'hex'),
  };
  return checkpointText(checkpoint) === text ? checkpoint : null;
}

/** What the next checkpoint names as `previous`. */
export function noteHash(note: string): Buffer {
  return createHash('sha256').update(note).digest();
}

/** The notes of a file to which they were appended one after another, as they stand in it. */
export function splitNotes(text: string): string[] {
  return text.split(/(?<=\n\n— [^\n]*\n)(?=plumbline\/)/).filter((note) => note.trim() !== '');
}
