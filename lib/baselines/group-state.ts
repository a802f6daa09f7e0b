import { PeerHabits } from '@/lib/baselines/habits';

/** How bursty the members are, and how much their days differ. */
export type GroupSums = { burst: number; burstWeight: number; days: number; dayVariance: number };

/** What is known of workloads of one kind together. */
export class GroupState {
  habits = new PeerHabits();
  /** By kind of day and hour: counts of members, and their means. */
  shape = new Float32Array(96);
  sums: GroupSums = { burst: 0, burstWeight: 0, days: 0, dayVariance: 0 };
}
