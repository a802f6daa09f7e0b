/**
 * The header of an evidence block: everything that the block claims, as text of a fixed form. Its hash is the block's, is
 * the leaf of the cluster's log, and stands in the next header. The events are in it by the root of their tree, so the
 * header stays valid after retention has dropped the bytes. The form is read by programs outside of this one
 * (lib/verify/offline): a change needs a new first line, and the old form goes on being read.
 */
import { hash } from 'node:crypto';
import { leafHash } from '@/lib/evidence/merkle-tree';

/** The log that a cluster's blocks belong to. */
export type BlockLog = {
  /** Random and made with the cluster: names the log in signed checkpoints. */
  logId: string;
  clusterName: string;
};

export type BlockHeader = {
  seq: number;
  eventCount: number;
  /** Of the payload before compression. */
  byteLength: number;
  /** Root of the RFC 6962 tree over the events' bytes. */
  eventRoot: Buffer;
  /** SHA-256 of the block's share of the hourly counts. */
  countsSha256: Buffer;
  /** Microseconds of the earliest and the latest event. */
  minAt: number;
  maxAt: number;
  importFileId: string | null;
  /** Microseconds at which the block was written. */
  receivedAt: number;
  /** Hash of the block before; zeros in the first. */
  previousHash: Buffer;
};

export const NO_PREVIOUS = Buffer.alloc(32);

/** The name of a cluster's log, first line of its checkpoints. */
export function logOrigin(logId: string): string {
  return `plumbline/${logId}`;
}

export function headerText(log: BlockLog, header: BlockHeader): string {
  return `plumbline block v1
origin ${logOrigin(log.logId)}
cluster ${log.clusterName}
seq ${header.seq}
events ${header.eventCount}
bytes ${header.byteLength}
event-root ${header.eventRoot.toString('hex')}
counts-sha256 ${header.countsSha256.toString('hex')}
min-at ${header.minAt}
max-at ${header.maxAt}
import ${header.importFileId ?? '-'}
received-at ${header.receivedAt}
previous ${header.previousHash.toString('hex')}
`;
}

export function blockHash(log: BlockLog, header: BlockHeader): Buffer {
  return leafHash(Buffer.from(headerText(log, header)));
}

export function countsHash(counts: Uint8Array): Buffer {
  return Buffer.from(hash('sha256', counts, 'hex'), 'hex');
}
