/**
 * The formulas of docs/baselines.md, written down a second time, plainly and slowly, from the counts alone: tests hold the
 * explanations against it. It shares nothing with the engine but the names of metrics.
 */

const HOUR = 12;
const DAY = 288;
const FLOOR = 0.02;
const half = (steps: number) => 0.5 ** (1 / steps);
const log10e = Math.LOG10E;

function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 12; z++) shift += Math.log(z);
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * z) - 1 / (360 * z ** 3) - shift;
}

/** Negative binomial: variance = mean + dispersion · mean². */
function chance(count: number, mean: number, dispersion: number): number {
  const size = 1 / dispersion;
  const log =
    logGamma(count + size) -
    logGamma(size) -
    logGamma(count + 1) +
    size * Math.log(size / (size + mean)) +
    count * Math.log(mean / (size + mean));
  return Math.exp(log);
}

/** Of the next higher count, from that of a count. */
function nextChance(p: number, count: number, mean: number, dispersion: number): number {
  const size = 1 / dispersion;
  return (p * ((count + size) / (count + 1)) * mean) / (size + mean);
}

function atLeast(count: number, mean: number, dispersion: number): number {
  let sum = 0;
  let p = chance(count, mean, dispersion);
  for (let k = count; k <= mean || p > sum * 1e-13; k++) {
    sum += p;
    p = nextChance(p, k, mean, dispersion);
  }
  return sum;
}

function atMost(count: number, mean: number, dispersion: number): number {
  let sum = 0;
  for (let k = 0; k <= count; k++) sum += chance(k, mean, dispersion);
  return sum;
}

/** The least count that so great a share of the hours does not exceed. */
export function quantileOf(share: number, mean: number, dispersion: number): number {
  let p = chance(0, mean, dispersion);
  let sum = p;
  for (let k = 0; ; k++) {
    if (sum >= share) return k;
    p = nextChance(p, k, mean, dispersion);
    sum += p;
  }
}

export function bandOf(mean: number, dispersion: number) {
  const range = (share: number) => [
    quantileOf((1 - share) / 2, mean, dispersion),
    quantileOf((1 + share) / 2, mean, dispersion),
  ];
  return { p50: range(0.5), p95: range(0.95), p999: range(0.999) };
}

type Sums = { week: Map<number, number>; day: Map<number, number>; all: number };
const noSums = (): Sums => ({ week: new Map(), day: new Map(), all: 0 });

function add(sums: Sums, hour: number, amount: number): void {
  const { week, day } = placeOf(hour);
  sums.week.set(week, (sums.week.get(week) ?? 0) * half(4) + amount);
  sums.day.set(day, (sums.day.get(day) ?? 0) * half(14) + amount);
  sums.all = sums.all * half(336) + amount;
}

function placeOf(hour: number): { week: number; day: number } {
  const date = new Date(hour * 3_600_000);
  const weekend = date.getUTCDay() % 6 === 0;
  return { week: date.getUTCDay() * 24 + date.getUTCHours(), day: date.getUTCHours() + (weekend ? 24 : 0) };
}

type Expected = { mean: number; season: number; dispersion: number; burst: number };

/** Of a sum with that mean over so many hours. */
function spread({ dispersion, burst }: Expected, mean: number, hours: number): number {
  return Math.min(
    60,
    (dispersion * (1 + 0.4 * Math.max(0, hours - 1))) / Math.max(1, hours) + burst / Math.max(mean, 0.05),
  );
}

/** One metric of one workload. */
class Series {
  sums = noSums();
  level = [0, 0];
  dispersion = [0, 0];
  burst = [0, 0];
  tail = [0, 0, 0];
  buckets = new Map<number, number>();
  /** Mean that was expected of an hour, and its count. */
  hours = new Map<number, { mean: number; count: number }>();
  now: Expected = { mean: 0, season: 0, dispersion: 0, burst: 0 };

  count(from: number, to: number): number {
    let sum = 0;
    for (let bucket = from; bucket < to; bucket++) sum += this.buckets.get(bucket) ?? 0;
    return sum;
  }

  decades(raw: number): number {
    if (raw <= 1) return raw;
    const [hours, beyond, excess] = this.tail as [number, number, number];
    const share = Math.max(0.02, (beyond + 3) / (hours + 30));
    const average = Math.max(0.3, (excess + 3 * log10e) / (beyond + 3));
    return -Math.log10(share) + ((raw - 1) * log10e) / average;
  }
}

class Member {
  exposure = noSums();
  covered = 0;
  series = new Map<number, Series>();
  lastBucket = 0;
  longestGap = 0;
  activeHours = new Set<number>();
  silentSince: number | null = null;
  /** Requests of its first seven whole days by kind of day, and of the last three: kind and sum. */
  first: [number[], number[]] = [[], []];
  last: [kind: number, sum: number][] = [];
  drift: Answer | null = null;

  constructor(readonly firstBucket: number) {}
}

export type Claim = { workload: string; metric: number; from: number; to: number };
export type Answer = { mean: number; dispersion: number; surprise: number };

/** Requests, by bucket, workload and metric. All the time is covered; all workloads are peers. */
export type Counts = Map<number, Map<string, number[]>>;

export class PlainModel {
  private readonly members = new Map<string, Member>();
  private readonly shape = new Map<number, [number, number]>();
  private days = { weight: 0, variance: 0 };

  /** Answers the claims whose window ends in each bucket; those about silence and drift at the end of the hour. */
  run(counts: Counts, from: number, to: number, claims: readonly (Claim & { kind: string })[]): Map<Claim, Answer> {
    const answers = new Map<Claim, Answer>();
    for (let bucket = from; bucket < to; bucket++) {
      this.takeIn(counts.get(bucket) ?? new Map(), bucket);
      for (const claim of claims) {
        if (claim.to === bucket + 1 && claim.kind !== 'silence' && claim.kind !== 'drift')
          answers.set(claim, this.above(claim));
      }
      if (bucket % HOUR !== HOUR - 1) continue;
      const hour = Math.floor(bucket / HOUR);
      this.endHour(hour, bucket);
      for (const claim of claims) {
        if (claim.to !== bucket + 1) continue;
        if (claim.kind === 'silence') answers.set(claim, this.silence(claim));
        if (claim.kind === 'drift') answers.set(claim, (this.members.get(claim.workload) as Member).drift as Answer);
      }
      this.expect(hour + 1);
    }
    return answers;
  }

  private takeIn(active: ReadonlyMap<string, number[]>, bucket: number): void {
    const hour = Math.floor(bucket / HOUR);
    for (const [name, counts] of active) {
      let member = this.members.get(name);
      if (!member) {
        member = new Member(bucket);
        member.lastBucket = bucket;
        this.members.set(name, member);
      }
      if (bucket - member.lastBucket <= DAY)
        member.longestGap = Math.max(member.longestGap, bucket - member.lastBucket);
      member.lastBucket = bucket;
      member.activeHours.add(hour);
      counts.forEach((count, metric) => {
        if (count === 0) return;
        let series = (member as Member).series.get(metric);
        if (!series) {
          series = new Series();
          (member as Member).series.set(metric, series);
          series.now = this.expected(member as Member, series, hour);
        }
        series.buckets.set(bucket, count);
      });
    }
  }

  private expected({ exposure }: Member, series: Series, hour: number): Expected {
    const { week, day } = placeOf(hour);
    const [share, members] = this.shape.get(day) ?? [0, 0];
    const prior = ((series.sums.all + FLOOR) / (exposure.all + 1)) * ((share + 20) / (members + 20));
    const ofDay = exposure.day.get(day) ?? 0;
    const ofWeek = exposure.week.get(week) ?? 0;
    const byDay = ((series.sums.day.get(day) ?? 0) + 2 * prior) / (ofDay + 2);
    const season = Math.max(FLOOR, ((series.sums.week.get(week) ?? 0) + 2 * byDay) / (ofWeek + 2));
    const level = ((series.level[0] as number) + 12) / ((series.level[1] as number) + 12);
    const mean = Math.max(FLOOR, season * Math.min(5, Math.max(0.2, level)));
    const phi = Math.max(1e-3, ((series.dispersion[0] as number) + 0.6) / ((series.dispersion[1] as number) + 4));
    const n = Math.max(1, Math.min(3 * ofDay + ofWeek, exposure.all));
    let peers = 1;
    let weight = 10;
    for (const member of this.members.values()) {
      const requests = member.series.get(0);
      peers += requests?.burst[0] ?? 0;
      weight += requests?.burst[1] ?? 0;
    }
    const burst = ((series.burst[0] as number) + 6 * Math.max(0, peers / weight)) / ((series.burst[1] as number) + 6);
    return {
      mean,
      season,
      dispersion: Math.min(4, phi + phi / (2 * n) + 1 / (mean * n + 4)),
      burst: Math.max(0, burst),
    };
  }

  private endHour(hour: number, bucket: number): void {
    const { day } = placeOf(hour);
    const inOrder = [...this.members].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, member] of inOrder) {
      for (const series of member.series.values())
        learn(series, hour, series.count(hour * HOUR, bucket + 1), member.silentSince !== null ? 0.25 : 1);
      const requests = member.series.get(0);
      if (requests && member.covered > 48) {
        const overall = (requests.sums.all + FLOOR) / (member.exposure.all + 1);
        const [share, members] = this.shape.get(day) ?? [0, 0];
        const times = Math.min(5, requests.count(hour * HOUR, bucket + 1) / overall);
        this.shape.set(day, [share + times, members + 1]);
      }
      add(member.exposure, hour, 1);
      member.covered++;
      this.noteSilence(member, hour, bucket);
      if (hour % 24 === 23 && bucket - member.firstBucket >= DAY - 1) {
        const sum = requests?.count(bucket + 1 - DAY, bucket + 1) ?? 0;
        this.noteDay(member, sum, day >= 24 ? 1 : 0);
      }
    }
  }

  private expect(hour: number): void {
    for (const member of this.members.values())
      for (const series of member.series.values()) series.now = this.expected(member, series, hour);
  }

  private above({ workload, metric, from, to }: Claim): Answer {
    const member = this.members.get(workload) as Member;
    const series = member.series.get(metric) as Series;
    const hour = Math.floor((to - 1) / HOUR);
    const length = to - from;
    let mean = 0;
    for (let bucket = from; bucket < to; bucket++) {
      const of = Math.floor(bucket / HOUR);
      mean += (of === hour ? series.now.mean : (series.hours.get(of)?.mean ?? 0)) / HOUR;
    }
    mean = Math.max(mean, 0.1);
    const requests = member.series.get(0) as Series;
    const dispersion = Math.max(
      spread(series.now, mean, length / HOUR),
      spread(requests.now, Math.max(mean, requests.now.mean), length / HOUR),
    );
    const raw = -Math.log10(atLeast(series.count(from, to), mean, dispersion));
    return { mean, dispersion, surprise: series.decades(raw) };
  }

  private noteSilence(member: Member, hour: number, bucket: number): void {
    const series = member.series.get(0) as Series;
    const now = series.hours.get(hour) as { mean: number; count: number };
    if (member.silentSince !== null) {
      if (now.count > 0.2 * now.mean && now.count > 0) member.silentSince = null;
      return;
    }
    const hours = hour - Math.floor(member.firstBucket / HOUR) + 1;
    if (member.covered < 48 || member.activeHours.size / hours < 0.6 || now.count > 0.1 * now.mean) return;
    if (bucket - member.lastBucket > 13 * HOUR) return;
    for (const length of [2, 3, 6, 12]) {
      const from = (hour + 1 - length) * HOUR;
      const { count, mean } = sumOf(series, hour + 1 - length, hour);
      if (mean < 8 || count > 0.1 * mean) continue;
      const { surprise } = this.silentFor(member, from, bucket + 1);
      if (Math.min(surprise, 11) - 1.5 < 2.5) continue;
      member.silentSince = from;
      return;
    }
  }

  private silence({ workload, from, to }: Claim): Answer {
    return this.silentFor(this.members.get(workload) as Member, from, to);
  }

  private silentFor(member: Member, from: number, to: number): Answer {
    const series = member.series.get(0) as Series;
    const { count, mean } = sumOf(series, from / HOUR, to / HOUR - 1);
    const dispersion = spread(series.now, mean, (to - from) / HOUR);
    const byCount = -Math.log10(atMost(count, mean, dispersion));
    const gap = (to - 1 - member.lastBucket) / (member.longestGap + 3);
    const byGap = Math.min(gap * 0.6 * Math.log10(member.covered + 1), 0.22 * mean);
    return { mean, dispersion, surprise: Math.max(byCount, byGap) };
  }

  /** Against its own first seven days; how much days differ is learned from all peers. */
  private noteDay(member: Member, sum: number, kind: 0 | 1): void {
    const own = member.first[kind];
    const clusters = 1 + (member.series.get(0) as Series).now.burst;
    const usual = average(own);
    if (own.length >= 2 && usual >= 10) {
      const moment =
        ((sum - usual) ** 2 - clusters * usual * (1 + 1 / own.length)) / (usual * usual * (1 + 1 / own.length));
      this.days = {
        weight: 0.995 * this.days.weight + 1,
        variance: 0.995 * this.days.variance + Math.max(-0.5, Math.min(1, moment)),
      };
    }
    if (member.first[0].length + member.first[1].length < 7) {
      own.push(sum);
      return;
    }
    member.last = [...member.last, [kind, sum] as [number, number]].slice(-3);
    const pooled = Math.max(0.01, (this.days.variance + 0.2) / (this.days.weight + 10));
    let actual = 0;
    let mean = 0;
    let variance = 0;
    for (const [ofKind, count] of member.last) {
      const days = member.first[ofKind as 0 | 1];
      const due = average(days);
      const spreadOfDays = Math.max(0, average(days.map((one) => one * one)) - due * due - clusters * due);
      actual += count;
      mean += due;
      variance += clusters * due + (spreadOfDays * days.length + pooled * due * due * 7) / (days.length + 7);
    }
    const z = (actual - mean) / Math.sqrt(variance * (1 + 3 / 7));
    member.drift = { mean, dispersion: variance / mean ** 2, surprise: Math.log10(24) - Math.log10(normalTail(z)) };
  }
}

/** Of the standard normal distribution beyond z, by adding up its density. */
function normalTail(z: number): number {
  const step = 1e-4;
  let sum = 0;
  for (let x = z + step / 2; x < z + 12; x += step) sum += Math.exp(-(x * x) / 2) * step;
  return sum / Math.sqrt(2 * Math.PI);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function sumOf(series: Series, first: number, last: number): { count: number; mean: number } {
  const sum = { count: 0, mean: 0 };
  for (let hour = first; hour <= last; hour++) {
    sum.count += series.hours.get(hour)?.count ?? 0;
    sum.mean += series.hours.get(hour)?.mean ?? 0;
  }
  return sum;
}

function learn(series: Series, hour: number, count: number, weight: number): void {
  const { now } = series;
  const { mean } = now;
  const phi = spread(now, mean, 1);
  series.hours.set(hour, { mean, count });
  const width = 4 * Math.sqrt(mean + phi * mean * mean) + 2;
  const clipped = Math.min(mean + width, Math.max(mean - width, count));
  const learned = weight * clipped + (1 - weight) * mean;
  add(series.sums, hour, learned);
  series.level = [
    (series.level[0] as number) * half(12) + learned,
    (series.level[1] as number) * half(12) + now.season,
  ];
  if (mean > 0.2 && weight === 1) {
    const importance = Math.min(1, (mean * mean) / (1 + phi * mean) ** 2 / 4);
    const moment = ((clipped - mean) ** 2 - (1 + now.burst) * mean) / (mean * mean);
    series.dispersion = [
      (series.dispersion[0] as number) * half(336) + importance * moment,
      (series.dispersion[1] as number) * half(336) + importance,
    ];
  }
  if (weight === 1 && count > 0) {
    const average = count / HOUR;
    let squares = 0;
    for (let bucket = hour * HOUR; bucket < (hour + 1) * HOUR; bucket++)
      squares += ((series.buckets.get(bucket) ?? 0) - average) ** 2;
    const importance = Math.min(1, count / HOUR);
    series.burst = [
      (series.burst[0] as number) * half(336) + importance * Math.min(30, squares / 11 / average - 1),
      (series.burst[1] as number) * half(336) + importance,
    ];
  }
  const raw = count === 0 ? 0 : -Math.log10(atLeast(count, mean, phi));
  series.tail = [
    (series.tail[0] as number) * half(672) + 1,
    (series.tail[1] as number) * half(672) + (raw > 1 ? 1 : 0),
    (series.tail[2] as number) * half(672) + (raw > 1 ? Math.min(raw, 4) - 1 : 0),
  ];
}
