import type { Microseconds } from '@/lib/audit/microseconds';
import type { Send } from './api-request';
import type { ClusterModel } from './cluster-model';
import type { Random } from './random';

/** Something that goes on all the time. A tick sends what belongs together: one request, or the few of one errand. */
export interface Routine {
  name: string;
  /** Ticks in the hour that begins at `hour`, before they are scaled to the wanted number of events. */
  rate: (hour: Microseconds) => number;
  tick: (at: Microseconds, random: Random, send: Send) => void;
}

/** Something that happens once, at times of its own: a rollout, the replacement of a node, an incident. */
export type Episode = (cluster: ClusterModel, random: Random, send: Send) => void;
