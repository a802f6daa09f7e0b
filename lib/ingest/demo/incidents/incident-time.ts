import { MICROSECONDS_PER_DAY, type Microseconds, parseRfc3339 } from '@/lib/audit/microseconds';
import type { ClusterModel } from '../cluster-model';

export const SECOND: Microseconds = 1_000_000;
export const MINUTE: Microseconds = 60 * SECOND;

/** Within the minute that begins then. Day 0 is fourteen days before the last midnight; the clock is UTC. */
export function incidentTime(cluster: ClusterModel, day: number, clock: `${number}:${number}`): Microseconds {
  const sinceMidnight = parseRfc3339(`1970-01-01T${clock}:00Z`);
  if (sinceMidnight === null) throw new Error(`'${clock}' is not a time of day`);
  const within = cluster.random.fork(`incident/${day}/${clock}`).between(0, 9 * SECOND);
  return cluster.start + day * MICROSECONDS_PER_DAY + sinceMidnight + within;
}
