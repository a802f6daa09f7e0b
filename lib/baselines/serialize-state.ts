/** States as bytes and back. What is read goes on exactly as what was written: tests compare the two. */
import { createHash } from 'node:crypto';
import { CountSeries, Exposure } from '@/lib/baselines/count-series';
import type { Engine } from '@/lib/baselines/engine';
import { type Dimension, dimensions } from '@/lib/baselines/features';
import { GroupState, type GroupSums } from '@/lib/baselines/group-state';
import { type Habit, type Habits, PeerHabits } from '@/lib/baselines/habits';
import type { OpenDeviation } from '@/lib/baselines/open-deviation';
import { packState, unpackState } from '@/lib/baselines/state-bytes';
import { type DriftState, WorkloadState } from '@/lib/baselines/workload-state';

type Row = [value: string, first: number, last: number, hours: number, days: number];

type WorkloadText = {
  name: string;
  firstBucket: number;
  lastBucket: number;
  hours: [hours: number, days: number, last: number];
  habits: Record<string, Row[]>;
  hourCounts: number[];
  users: [string, number][];
  freshAddresses: [number, number][];
  changedAt: number;
  drift: DriftState;
  open: [string, OpenDeviation][];
  grown: boolean;
  gaps: [awayUntil: number, longest: number];
  series: number[];
};

/** The state before the bucket `next`. */
export function packWorkload(workload: WorkloadState, next: number): Buffer {
  workload.clearTo(next - 1);
  const series = workload.series.flatMap((one, metric) => (one ? [metric] : []));
  const text: WorkloadText = {
    name: workload.name,
    firstBucket: workload.firstBucket,
    lastBucket: workload.lastBucket,
    hours: [workload.habits.hours, workload.habits.days, workload.habits.lastHour],
    habits: Object.fromEntries(dimensions.map((dimension) => [dimension, habitRows(workload.habits, dimension)])),
    hourCounts: workload.hourCounts,
    users: [...workload.users].sort(byFirst),
    freshAddresses: workload.freshAddresses,
    changedAt: workload.changedAt,
    drift: workload.drift,
    open: [...workload.open].sort(byFirst),
    grown: workload.grown,
    gaps: [workload.awayUntil, workload.longestGap],
    series,
  };
  const rows = [workload.exposure.row, ...text.series.map((metric) => (workload.series[metric] as CountSeries).row)];
  const numbers = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    numbers.set(row, at);
    at += row.length;
  }
  return packState({ text, numbers });
}

function habitRows(habits: Habits, dimension: Dimension): Row[] {
  const values = habits.values.get(dimension) as Map<string, Habit>;
  return [...values]
    .map(([value, { first, last, hours, days }]): Row => [value, first, last, hours, days])
    .sort(byFirst);
}

function unpackWorkload(bytes: Buffer, next: number): WorkloadState {
  const { text: json, numbers } = unpackState(bytes);
  const text = json as WorkloadText;
  const workload = new WorkloadState(text.name, text.firstBucket);
  workload.lastBucket = text.lastBucket;
  workload.clearedTo = next - 1;
  const { habits } = workload;
  [habits.hours, habits.days, habits.lastHour] = text.hours;
  for (const dimension of dimensions) {
    const values = habits.values.get(dimension) as Map<string, Habit>;
    let singles = 0;
    for (const [value, first, last, hours, days] of text.habits[dimension] ?? []) {
      values.set(value, { first, last, hours, days });
      if (hours === 1) singles++;
    }
    habits.singles.set(dimension, singles);
  }
  workload.hourCounts = text.hourCounts;
  workload.users = new Map(text.users);
  workload.freshAddresses = text.freshAddresses;
  workload.changedAt = text.changedAt;
  workload.drift = text.drift;
  workload.open = new Map(text.open as [OpenDeviation['family'], OpenDeviation][]);
  workload.grown = text.grown;
  [workload.awayUntil, workload.longestGap] = text.gaps;
  const exposure = new Exposure();
  exposure.row.set(numbers.subarray(0, exposure.row.length));
  workload.exposure = exposure;
  let at = exposure.row.length;
  for (const metric of text.series) {
    const series = new CountSeries();
    series.row.set(numbers.subarray(at, at + series.row.length));
    at += series.row.length;
    workload.series[metric] = series;
  }
  return workload;
}

type PeerText = [number, number, [string, number][], [string, [string, number][]][]];

type ClusterText = {
  firstBucket: number;
  next: number;
  maskedInHour: number;
  tokens: number;
  hours: [covered: number, masked: number];
  masks: number[];
  bound: [mixed: number, users: [string, number][]];
  peers: PeerText;
  groups: [string, PeerText, GroupSums][];
};

export function packCluster(engine: Engine): Buffer {
  const groups = [...engine.groups].sort(byFirst);
  const text: ClusterText = {
    firstBucket: engine.firstBucket,
    next: engine.next,
    maskedInHour: engine.maskedInHour,
    tokens: engine.tokens,
    hours: [engine.hours, engine.maskedHours],
    masks: engine.masks,
    bound: [engine.mixed, [...engine.boundUsers].sort(byFirst)],
    peers: peerText(engine.cluster),
    groups: groups.map(([name, group]) => [name, peerText(group.habits), group.sums]),
  };
  const numbers = new Float32Array(groups.length * 96);
  groups.forEach(([, group], i) => {
    numbers.set(group.shape, i * 96);
  });
  return packState({ text, numbers });
}

/** Fills an engine that has seen nothing. */
export function unpackCluster(engine: Engine, bytes: Buffer, workloads: Iterable<Buffer>): void {
  const { text: json, numbers } = unpackState(bytes);
  const text = json as ClusterText;
  engine.firstBucket = text.firstBucket;
  engine.next = text.next;
  engine.maskedInHour = text.maskedInHour;
  engine.tokens = text.tokens;
  [engine.hours, engine.maskedHours] = text.hours;
  engine.masks = text.masks;
  engine.mixed = text.bound[0];
  engine.boundUsers = new Map(text.bound[1]);
  engine.cluster = peersOf(text.peers);
  text.groups.forEach(([name, peers, sums], i) => {
    const group = new GroupState();
    group.habits = peersOf(peers);
    group.sums = sums;
    group.shape.set(numbers.subarray(i * 96, (i + 1) * 96));
    engine.groups.set(name, group);
  });
  const states = [...workloads]
    .map((bytes) => unpackWorkload(bytes, text.next))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const workload of states) engine.workloads.set(workload.name, workload);
  engine.resume();
}

function peerText(peers: PeerHabits): PeerText {
  return [
    peers.members,
    peers.hours,
    [...peers.news].sort(byFirst),
    dimensions.map((dimension) => [dimension, [...(peers.owners.get(dimension) ?? [])].sort(byFirst)]),
  ];
}

function peersOf([members, hours, news, owners]: PeerText): PeerHabits {
  const peers = new PeerHabits();
  peers.members = members;
  peers.hours = hours;
  for (const [dimension, count] of news) peers.news.set(dimension as Dimension, count);
  for (const [dimension, values] of owners) peers.owners.set(dimension as Dimension, new Map(values));
  return peers;
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function byFirst(a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
