/**
 * The demo cluster's audit log: a pure function of its options, in the order in which kube-apiserver would write it.
 *
 * The cluster's life is planned from the midnight UTC before `end`, and the log is a window of it: the `days` days that
 * end at `end`. Two calls on the same UTC day therefore give the same bytes for the hours that they share, and a later
 * load of the same day repeats nothing. On average the window holds `events` events, give or take one in a hundred.
 *
 * It works hour by hour: what happens in an hour is drawn from random numbers of that hour, sorted, and given out; only
 * the ends of watches and shells that outlast the hour are carried over. Memory stays at one hour of events.
 */
import { MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import type { ApiRequest } from './api-request';
import { encodeAuditEvent } from './audit-event';
import { ClusterModel } from './cluster-model';
import { episodes } from './episodes/all-episodes';
import { expandRequest, type TimedEvent } from './expand-request';
import { withMishap } from './mishaps';
import type { Random } from './random';
import { startOfDay } from './rhythm';
import type { Routine } from './routine';
import { allRoutines } from './routines/all-routines';

export interface DemoOptions {
  seed: string | number;
  /** The end of the log, excluded, in microseconds since 1970. Only whole hours. */
  end: Microseconds;
  /** Incidents and rollouts are laid out over the last 14 days; fewer days show only some of them. */
  days: number;
  /** About how many events; at least the few thousand of rollouts and incidents, which are not scaled. */
  events: number;
}

const PLANNED_DAYS = 14;
const TRIAL_TICKS = 150;

export function* generateDemoEvents({ seed, end, days, events }: DemoOptions): Generator<string, void, undefined> {
  if (end % MICROSECONDS_PER_HOUR !== 0) throw new Error(`the demo ends at a full hour, not at ${end}`);
  const planStart = startOfDay(end) - PLANNED_DAYS * MICROSECONDS_PER_DAY;
  const start = end - days * MICROSECONDS_PER_DAY;
  const cluster = new ClusterModel(seed, planStart);
  const routines = allRoutines(cluster);
  const planned = planEpisodes(cluster);
  const scale = measureScale(cluster, routines, planned, (events / days) * PLANNED_DAYS);

  let carried: TimedEvent[] = [];
  let next = 0;
  // An hour earlier, for the ends of what was under way when the window begins. Nothing lasts longer.
  for (let hour = start - MICROSECONDS_PER_HOUR; hour < end; hour += MICROSECONDS_PER_HOUR) {
    const hourEnd = hour + MICROSECONDS_PER_HOUR;
    const produced = carried;
    for (const routine of routines) runHour(cluster, routine, hour, scale, produced);
    for (let event = planned[next]; event && event.stageAt < hourEnd; event = planned[++next]) produced.push(event);
    produced.sort((a, b) => a.stageAt - b.stageAt);
    carried = [];
    for (const timed of produced) {
      if (timed.stageAt >= hourEnd) carried.push(timed);
      else if (timed.stageAt >= start) yield encodeAuditEvent(timed.event);
    }
  }
}

function runHour(cluster: ClusterModel, routine: Routine, hour: Microseconds, scale: number, into: TimedEvent[]): void {
  const random = cluster.random.fork(`${routine.name}/${hour}`);
  const ticks = Math.floor(routine.rate(hour) * scale * (0.85 + 0.3 * random.next()) + random.next());
  for (let i = 0; i < ticks; i++) {
    // Spread over the hour with jitter, as timers and people are, not in bursts.
    const at = hour + Math.floor(((i + random.next()) / ticks) * MICROSECONDS_PER_HOUR);
    runTick(routine, at, random, into);
  }
}

function runTick(routine: Routine, at: Microseconds, random: Random, into: TimedEvent[]): void {
  routine.tick(at, random, (request) => into.push(...expandRequest(withMishap(request, random), random)));
}

/** Rollouts, the replaced node, nightly jobs and incidents: some thousand events, made once and kept. */
function planEpisodes(cluster: ClusterModel): TimedEvent[] {
  const planned: TimedEvent[] = [];
  for (const [name, episode] of Object.entries(episodes)) {
    const random = cluster.random.fork(`episode/${name}`);
    episode(cluster, random, (request: ApiRequest) => planned.push(...expandRequest(request, random)));
  }
  return planned.sort((a, b) => a.stageAt - b.stageAt);
}

/** How often the routines must tick to bring the total to `events`: found by trial, so that no routine has to know. */
function measureScale(cluster: ClusterModel, routines: Routine[], planned: TimedEvent[], events: number): number {
  let expected = 0;
  for (const routine of routines) {
    let ticks = 0;
    for (let hour = 0; hour < PLANNED_DAYS * 24; hour++)
      ticks += routine.rate(cluster.start + hour * MICROSECONDS_PER_HOUR);
    const random = cluster.random.fork(`${routine.name}/trial`);
    const trial: TimedEvent[] = [];
    for (let i = 0; i < TRIAL_TICKS; i++) {
      runTick(routine, cluster.start + Math.floor(random.next() * PLANNED_DAYS * MICROSECONDS_PER_DAY), random, trial);
    }
    expected += (ticks * trial.length) / TRIAL_TICKS;
  }
  return Math.max(0, events - planned.length) / expected;
}
