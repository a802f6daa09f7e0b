/** Which days go: the one place where that is decided. Pure. */
import type { KeptDay } from './kept-days';

export type Policy = {
  retainDays: number | null;
  retainBytes: number | null;
  /** Bytes that have to be made free on the disk; 0 where there is room, or nothing is to go for that. */
  missingBytes: number;
};

export type Limit = {
  /** Days before this one go; counted since 1970 UTC. */
  beforeDay: number;
  reason: string;
};

/** Null where nothing is to go. `days` oldest first; never the newest one, nor what is of today or later. */
export function chooseLimit(days: readonly KeptDay[], policy: Policy, today: number): Limit | null {
  const oldest = days[0]?.day;
  if (oldest === undefined) return null;
  // Somebody can send an event of the year 2100: what is newest is the newest that has been.
  const newest = days.findLast(({ day }) => day <= today)?.day ?? oldest;
  const limits = [byAge(policy), bySize(days, policy), byRoom(days, policy)].filter((limit) => limit !== null);
  const limit = limits.sort((a, b) => b.beforeDay - a.beforeDay)[0];
  if (!limit) return null;
  const beforeDay = Math.min(limit.beforeDay, newest);
  return beforeDay > oldest ? { ...limit, beforeDay } : null;

  function byAge({ retainDays }: Policy): Limit | null {
    if (retainDays === null) return null;
    return { beforeDay: today - retainDays, reason: `older than ${retainDays} ${retainDays === 1 ? 'day' : 'days'}` };
  }
}

function bySize(days: readonly KeptDay[], { retainBytes }: Policy): Limit | null {
  if (retainBytes === null) return null;
  const held = days.reduce((sum, { bytes }) => sum + bytes, 0);
  const beforeDay = dayAfter(days, held - retainBytes);
  return beforeDay === null ? null : { beforeDay, reason: `more than ${retainBytes} bytes` };
}

function byRoom(days: readonly KeptDay[], { missingBytes }: Policy): Limit | null {
  const beforeDay = dayAfter(days, missingBytes);
  return beforeDay === null ? null : { beforeDay, reason: 'the disk was nearly full' };
}

/** The day up to which as many bytes go. */
function dayAfter(days: readonly KeptDay[], bytes: number): number | null {
  if (bytes <= 0) return null;
  let dropped = 0;
  for (const day of days) {
    dropped += day.bytes;
    if (dropped >= bytes) return day.day + 1;
  }
  return (days.at(-1)?.day ?? 0) + 1;
}
