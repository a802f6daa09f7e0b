/**
 * Whether there is room on the disk for more: the receiver, uploads, imports and retention all ask here. What PostgreSQL has
 * inside of its files for new rows, since retention dropped old ones, counts too where that was chosen: the files do not shrink.
 */
import { statfs } from 'node:fs/promises';
import type { Pool } from 'pg';
import { getPool } from '@/lib/db/pool';
import { getEnv } from '@/lib/env';

export type RoomLimits = {
  directory: string;
  /** Of the disk that must be free, 0 to 100. */
  minFreePercent: number;
  minFreeBytes: number;
};

/** There is no room for what somebody wants to bring in; the message says so. */
export class NoRoomError extends Error {
  override name = 'NoRoomError';
}

export type DiskRoom = {
  /** What must become free; 0 while there is room. */
  missingBytes: number;
  /** In words, without a full stop; null while there is room. */
  problem: string | null;
};

export function roomLimits(): RoomLimits {
  const env = getEnv();
  return {
    directory: env.PLUMBLINE_DATA,
    minFreePercent: env.PLUMBLINE_MIN_FREE_PERCENT,
    minFreeBytes: env.PLUMBLINE_MIN_FREE_GIB * 1024 ** 3,
  };
}

export async function lookAtDisk({ directory, minFreePercent, minFreeBytes }: RoomLimits): Promise<DiskRoom> {
  try {
    const { bsize, blocks, bavail } = await statfs(directory);
    const free = bsize * bavail;
    const percent = blocks === 0 ? 100 : (100 * bavail) / blocks;
    const wanted = Math.max(minFreeBytes, (bsize * blocks * minFreePercent) / 100);
    if (free >= minFreeBytes && percent >= minFreePercent) return { missingBytes: 0, problem: null };
    return {
      missingBytes: Math.ceil(wanted - free),
      problem: `the disk of ${directory} has ${gib(free)} GiB (${percent.toFixed(0)} %) free, and at least ${minFreePercent} % and ${gib(minFreeBytes)} GiB must stay`,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { missingBytes: 0, problem: `the disk of ${directory} cannot be looked at (${reason})` };
  }
}

/** The disk, and what PostgreSQL can use again where retention may make room. */
export async function lookForRoom(pool: Pool, limits: RoomLimits): Promise<DiskRoom> {
  const disk = await lookAtDisk(limits);
  if (disk.missingBytes === 0) return disk;
  const missingBytes = Math.max(0, disk.missingBytes - (await reusableBytes(pool)));
  return missingBytes === 0 ? { missingBytes, problem: null } : { ...disk, missingBytes };
}

/** For this process, by its settings. */
export function lookForRoomHere(): Promise<DiskRoom> {
  return lookForRoom(getPool(), roomLimits());
}

/** Throws NoRoomError. */
export async function refuseWithoutRoom(): Promise<void> {
  const { problem } = await lookForRoomHere();
  if (problem !== null) throw new NoRoomError(`Nothing can be stored now: ${problem}.`);
}

/** TOAST takes some per cent more than the bytes it holds, and each block has a header: rather too little than too much. */
async function reusableBytes(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `select (pg_total_relation_size('evidence_block') - 1.05 * sum(octet_length(data) + octet_length(counts) + 1000))::bigint as bytes
     from evidence_block where exists (select from cluster where drop_when_full)`,
  );
  return Math.max(0, rows[0]?.bytes ?? 0);
}

function gib(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1);
}
