/**
 * The learner: fed the facts of one bucket after the other, it keeps a state per workload and says what deviates. A pure function
 * of the facts, of what is masked and of the verdicts; the clock on the wall, the order of arrival and the numbers of
 * combinations have no part in it.
 */

import { BucketReader, type Cell, type WorkloadBucket } from '@/lib/baselines/bucket-activity';
import { BUCKETS_PER_DAY, BUCKETS_PER_HOUR, CHANGED_BUCKETS } from '@/lib/baselines/bucket-steps';
import type { Action } from '@/lib/baselines/combinations';
import { CountSeries, placesOf, spreadOf } from '@/lib/baselines/count-series';
import type { DeviationKind } from '@/lib/baselines/deviation-answers';
import { judgeDrift } from '@/lib/baselines/drift';
import { type Dimension, dimensions } from '@/lib/baselines/features';
import { GroupState } from '@/lib/baselines/group-state';
import { PeerHabits } from '@/lib/baselines/habits';
import { kindOf, QUIET_BUCKETS } from '@/lib/baselines/kind-of';
import { metrics } from '@/lib/baselines/metrics';
import { upperTail } from '@/lib/baselines/negative-binomial';
import { newsOf } from '@/lib/baselines/news';
import { NOTED } from '@/lib/baselines/noted';
import { type CountEvidence, newDeviation, type OpenDeviation, type Subject } from '@/lib/baselines/open-deviation';
import { isDenied, isHarmlessPath } from '@/lib/baselines/sensitivity';
import { judgeSilence } from '@/lib/baselines/silence';
import type { BucketFacts } from '@/lib/baselines/store-facts';
import { type Changed, WorkloadState } from '@/lib/baselines/workload-state';

export const MODEL_VERSION = '5';

/** However long it goes on, a new one begins after so long. */
const LONGEST_BUCKETS = 144;
/** A workload is grown when it has been there for so long. */
const GROWN_BUCKETS = 2 * 288;
const MOST_NEWS = 12;
/** Fewer in a window are too few to judge by. */
const FEWEST = 8;
/** Beyond this a count proves nothing more. */
const MOST_SURPRISE = 12;

const FIRST_TOKENS = 3;
/** Unspent days of the budget that are kept. */
const MOST_DAYS = 2;
export const MASKS_KEPT = 400;
const BEYOND_DOUBT = 9;
const RESERVE = 4;

/** How many deviations a person is shown, at the most, and from which score on. */
export const budgets = { aDay: 5, aWorkloadDay: 0.02, threshold: 5.6 };

/** Buckets, and what was said of them. */
export type Verdict = {
  workload: string;
  kind: DeviationKind;
  verdict: string;
  start: number;
  end: number;
  expires: number | null;
  /** What was counted, and how much of it. */
  metric: string | null;
  actual: number | null;
};

export const parameters = {
  countOffset: 1,
  countPersistence: 3,
  breadth: 0.5,
};

const REQUESTS = metrics.indexOf('requests');
/** Metrics whose counts are judged upwards, and what they weigh. */
const JUDGED: [number, number][] = [
  [REQUESTS, 1],
  [metrics.indexOf('writes'), 0.95],
  [metrics.indexOf('denied'), 1],
  [metrics.indexOf('secretReads'), 0.85],
  [metrics.indexOf('exec'), 1.1],
  [metrics.indexOf('rbacChanges'), 1.1],
  [metrics.indexOf('serverErrors'), 0.7],
];

/** What was counted in an hour, and what had been expected. */
export type EndedHour = {
  hour: number;
  learnedMinutes: number;
  cells: {
    workload: WorkloadState;
    metric: number;
    count: number;
    mean: number;
    dispersion: number;
    learning: number;
  }[];
};

export class Engine {
  readonly workloads = new Map<string, WorkloadState>();
  readonly groups = new Map<string, GroupState>();
  cluster = new PeerHabits();
  firstBucket = -1;
  /** The next bucket. */
  next = -1;
  maskedInHour = 0;
  /** Deviations that may still be raised before the budget is spent. */
  tokens = FIRST_TOKENS;
  /** Users whose tokens pods hold, and since when; `mixed`: how many of them were used without a pod as well. */
  boundUsers = new Map<string, number>();
  mixed = 0;
  /** Covered hours, and hours that were masked. */
  hours = 0;
  maskedHours = 0;
  /** The masked ones among the last buckets: coverage can be judged anew when more is known. */
  masks: number[] = [];
  private readonly verdicts = new Map<string, Verdict[]>();
  private readonly reader: BucketReader;
  /** Workloads with a deviation of their activity that has not ended. No part of the state: it follows from theirs. */
  private readonly watched = new Set<WorkloadState>();
  /** In the order of names: sums of fractions depend on the order. */
  private sorted: WorkloadState[] = [];
  private hourSink: ((hour: EndedHour) => void) | null = null;

  constructor(actionOf: (combination: number) => Action | undefined) {
    this.reader = new BucketReader(actionOf);
  }

  /** What people said about deviations, by what they are about. */
  setVerdicts(verdicts: readonly Verdict[]): void {
    this.verdicts.clear();
    for (const verdict of verdicts) {
      const own = this.verdicts.get(verdict.workload);
      if (own) own.push(verdict);
      else this.verdicts.set(verdict.workload, [verdict]);
    }
  }

  onHour(sink: (hour: EndedHour) => void): void {
    this.hourSink = sink;
  }

  all(): readonly WorkloadState[] {
    if (this.sorted.length !== this.workloads.size)
      this.sorted = [...this.workloads.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.sorted;
  }

  /** After a state was read: what the running hour is expected to hold follows from it. */
  resume(): void {
    this.predictAll(Math.floor(this.next / BUCKETS_PER_HOUR));
    for (const workload of this.all()) if (workload.open.has('activity')) this.watched.add(workload);
  }

  private predictAll(hour: number): void {
    for (const workload of this.all()) {
      for (let metric = 0; metric < metrics.length; metric++) {
        const series = workload.series[metric];
        if (series) this.predict(workload, series, metric, hour);
      }
    }
  }

  /** `facts` null: nothing happened. Buckets come one after the other. */
  step(bucket: number, facts: BucketFacts | null, masked: boolean): Changed[] {
    if (this.firstBucket < 0) this.firstBucket = bucket;
    const changed: Changed[] = [];
    const hour = Math.floor(bucket / BUCKETS_PER_HOUR);
    const active = facts ? this.reader.read(facts) : [];
    this.noteChanges(active, bucket);
    if (masked) {
      this.maskedInHour++;
      this.masks.push(bucket);
    }
    if (bucket % BUCKETS_PER_HOUR === 0) this.masks = this.masks.filter((at) => bucket - at <= MASKS_KEPT);
    const counted: { workload: WorkloadState; evidence: CountEvidence[]; activity: WorkloadBucket }[] = [];
    for (const activity of active) {
      const workload = this.workloadOf(activity.workload, bucket);
      const away = bucket - workload.lastBucket;
      if (away > BUCKETS_PER_DAY) workload.awayUntil = bucket + BUCKETS_PER_DAY;
      else workload.longestGap = Math.max(workload.longestGap, away);
      workload.lastBucket = bucket;
      countUsers(workload, activity);
      workload.clearTo(bucket);
      if (!masked) {
        this.count(workload, activity, bucket, hour);
        const evidence = this.judgeCounts(workload, activity, bucket);
        if (evidence.length > 0) counted.push({ workload, evidence, activity });
      }
      this.judgeNews(workload, activity, bucket, hour, changed);
    }
    for (const { workload, evidence, activity } of counted) {
      for (const one of evidence) {
        this.explainCount(workload, activity, one, bucket);
        this.addCount(workload, one, bucket, changed);
      }
    }
    for (const workload of this.watched) {
      const deviation = workload.open.get('activity') as OpenDeviation;
      if (bucket - deviation.last >= QUIET_BUCKETS || bucket - deviation.start >= LONGEST_BUCKETS) {
        workload.open.delete('activity');
        this.watched.delete(workload);
        changed.push({ workload, deviation, ended: true });
      }
    }
    if (bucket % BUCKETS_PER_HOUR === BUCKETS_PER_HOUR - 1) this.endHour(hour, bucket, changed);
    this.raise(bucket, changed);
    this.next = bucket + 1;
    return changed;
  }

  /** The most certain first, while the budget lasts. What is not raised stays on the timeline. */
  private raise(bucket: number, changed: readonly Changed[]): void {
    const budget = Math.min(budgets.aDay, budgets.aWorkloadDay * this.workloads.size);
    this.tokens = Math.min(MOST_DAYS * budget, this.tokens + budget / BUCKETS_PER_DAY);
    if (changed.length === 0) return;
    const ready = new Map<OpenDeviation, WorkloadState>();
    for (const { workload, deviation } of changed) {
      if (
        deviation.raisedIn === null &&
        deviation.score >= this.threshold(bucket) &&
        !this.isExcused(workload, deviation)
      )
        ready.set(deviation, workload);
    }
    const order = [...ready].sort(
      ([a, wa], [b, wb]) => b.score - a.score || (wa.name < wb.name ? -1 : 1) || (a.family < b.family ? -1 : 1),
    );
    for (const [deviation] of order) {
      // What is beyond doubt has a reserve: noise cannot starve it.
      if (this.tokens < (deviation.score >= BEYOND_DOUBT ? 1 - RESERVE : 1)) continue;
      this.tokens -= 1;
      deviation.raisedIn = bucket;
    }
  }

  /** Higher while the cluster as a whole is still being learned. */
  private threshold(bucket: number): number {
    const days = (bucket - this.firstBucket) / BUCKETS_PER_DAY;
    return budgets.threshold + Math.max(0, 2 * (1 - days / 7));
  }

  /** A person called such a thing benign, and the exception has not expired; or expected, and it is no bigger than it was then. */
  private isExcused(workload: WorkloadState, deviation: OpenDeviation): boolean {
    const own = this.verdicts.get(workload.name) ?? [];
    return own.some(
      (verdict) =>
        isLike(verdict.kind, kindOf(deviation)) &&
        deviation.start > verdict.end &&
        (verdict.verdict === 'benign'
          ? verdict.expires === null || deviation.start < verdict.expires
          : verdict.verdict === 'expected' && isNoBigger(deviation, verdict)),
    );
  }

  /** What lies between the buckets is learned in full, not at all, or with care. */
  private learning(workload: WorkloadState, first: number, last: number): 'all' | 'nothing' | 'usual' {
    if (this.verdicts.size === 0) return 'usual';
    for (const verdict of this.verdicts.get(workload.name) ?? []) {
      if (last < verdict.start) continue;
      if (verdict.verdict === 'malicious' && first <= endOf(workload.open.get('activity'), verdict)) return 'nothing';
      if (first > verdict.end) continue;
      if (verdict.verdict === 'expected') return 'all';
    }
    return 'usual';
  }

  private workloadOf(name: string, bucket: number): WorkloadState {
    let workload = this.workloads.get(name);
    if (!workload) {
      workload = new WorkloadState(name, bucket);
      this.workloads.set(name, workload);
      this.groupOf(workload).habits.members++;
      this.cluster.members++;
    }
    return workload;
  }

  groupOf(workload: WorkloadState): GroupState {
    let group = this.groups.get(workload.peerGroup);
    if (!group) {
      group = new GroupState();
      this.groups.set(workload.peerGroup, group);
    }
    return group;
  }

  private predict(workload: WorkloadState, series: CountSeries, metric: number, hour: number): void {
    const { day } = placesOf(hour);
    const { shape, sums } = this.groupOf(workload);
    const peers = ((shape[day] as number) + 20) / ((shape[48 + day] as number) + 20);
    const burst = Math.max(0, (sums.burst + 1) / (sums.burstWeight + 10));
    workload.predictions[metric] = series.predict(hour, workload.exposure, peers, burst, workload.predictions[metric]);
  }

  private count(workload: WorkloadState, activity: WorkloadBucket, bucket: number, hour: number): void {
    for (let metric = 0; metric < metrics.length; metric++) {
      const count = activity.counts[metric] as number;
      if (count === 0) continue;
      let series = workload.series[metric];
      if (!series) {
        series = new CountSeries();
        workload.series[metric] = series;
        this.predict(workload, series, metric, hour);
      }
      series.addBucket(bucket, count);
      workload.hourCounts[metric] = (workload.hourCounts[metric] as number) + count;
    }
  }

  private judgeCounts(workload: WorkloadState, activity: WorkloadBucket, bucket: number): CountEvidence[] {
    const found: CountEvidence[] = [];
    // A day of its own is wanted before its counts say anything.
    if (workload.exposure.hours < 24 || bucket < workload.awayUntil) return found;
    const hour = Math.floor(bucket / BUCKETS_PER_HOUR);
    const inHour = (bucket % BUCKETS_PER_HOUR) + 1;
    for (const [metric, weight] of JUDGED) {
      if (activity.counts[metric] === 0) continue;
      const series = workload.series[metric];
      const prediction = workload.predictions[metric];
      if (!series || !prediction) continue;
      const ofHour = series.bucketSum(bucket, BUCKETS_PER_HOUR);
      if (ofHour + series.hourCount(hour - 1, 2) < FEWEST) continue;
      const soFar = series.bucketSum(bucket, inHour);
      const dueSoFar = (inHour * prediction.mean) / BUCKETS_PER_HOUR;
      const before = series.hourMean(hour - 1, 1);
      let best: CountEvidence | null = null;
      for (const length of [6, 12, BUCKETS_PER_HOUR + inHour, 2 * BUCKETS_PER_HOUR + inHour]) {
        const hours = length > BUCKETS_PER_HOUR ? (length - inHour) / BUCKETS_PER_HOUR : 0;
        const count =
          hours > 0
            ? series.hourCount(hour - 1, hours) + soFar
            : length === BUCKETS_PER_HOUR
              ? ofHour
              : series.bucketSum(bucket, length);
        if (count < FEWEST) continue;
        const expected =
          hours > 0
            ? series.hourMean(hour - 1, hours) + dueSoFar
            : (Math.min(inHour, length) * prediction.mean + Math.max(0, length - inHour) * before) / BUCKETS_PER_HOUR;
        const mean = Math.max(expected, 0.1);
        if (count < 2 * mean || count < mean + 3 * Math.sqrt(mean)) continue;
        // A part of the requests wanders at least as much as all of them do.
        const whole = workload.predictions[REQUESTS] ?? prediction;
        const dispersion = Math.max(
          spreadOf(prediction, mean, length / BUCKETS_PER_HOUR),
          spreadOf(whole, Math.max(mean, whole.mean), length / BUCKETS_PER_HOUR),
        );
        const surprise = series.above(count, mean, dispersion);
        if (surprise < 3) continue;
        const score = (Math.min(surprise, MOST_SURPRISE) - parameters.countOffset) * weight;
        if (!best || score > best.score)
          best = { metric, buckets: length, end: bucket, count, mean, dispersion, surprise, score, explainedBy: null };
      }
      if (best) {
        const harmless = activity.cells.every((cell) => isHarmless(cell));
        if (harmless) {
          best.explainedBy = 'only paths that show the health or the version of the API';
          best.score *= 0.3;
        }
        found.push(best);
      }
    }
    // All requests and a part of them tell of the same: then the part counts in full.
    const [first] = found;
    if (first?.metric === REQUESTS && first.explainedBy === null) {
      for (const one of found)
        one.score = Math.max(one.score, Math.min(one.surprise, MOST_SURPRISE) - parameters.countOffset);
    }
    return found;
  }

  /** More requests that have a plain reason are less of a concern. */
  private explainCount(
    workload: WorkloadState,
    activity: WorkloadBucket,
    evidence: CountEvidence,
    bucket: number,
  ): void {
    const ratio = evidence.count / evidence.mean;
    // People work in bursts: more of what they do anyway is no news.
    if (workload.peerGroup === 'User') {
      const bit = 1 << evidence.metric;
      let habitual = 0;
      let all = 0;
      for (const { action, features, count } of activity.cells) {
        if ((action.metrics & bit) === 0) continue;
        all += count;
        if ((workload.habits.get('action', features.action)?.days ?? 0) >= 2) habitual += count;
      }
      if (evidence.metric === REQUESTS || habitual >= 0.5 * all) evidence.score = Math.min(evidence.score * 0.5, 4.5);
    }
    const fresh = workload.freshAddresses
      .filter(([at]) => bucket - at <= evidence.buckets + 12)
      .reduce((sum, [, n]) => sum + n, 0);
    if (fresh >= Math.max(3, ratio / 2)) {
      evidence.explainedBy = `${fresh} new addresses in its own network: it was scaled out`;
      evidence.score *= 0.35;
    } else if (workload.changedAt >= 0 && bucket - workload.changedAt <= CHANGED_BUCKETS + evidence.buckets) {
      evidence.explainedBy = 'what it runs as was changed shortly before';
      evidence.score *= 0.4;
    } else if (this.isShared(workload, evidence, bucket)) {
      evidence.explainedBy = 'others in its namespace do more at the same time';
      evidence.score *= 0.4;
    }
  }

  /** Whether the other workloads of the namespace, taken together, do much more as well. */
  private isShared(workload: WorkloadState, evidence: CountEvidence, bucket: number): boolean {
    const space = spaceOf(workload.name);
    let count = 0;
    let mean = 0;
    let rising = 0;
    for (const other of this.all()) {
      if (other === workload || spaceOf(other.name) !== space) continue;
      const series = other.series[evidence.metric];
      const prediction = other.predictions[evidence.metric];
      if (!series || !prediction) continue;
      other.clearTo(other.lastBucket === bucket ? bucket : bucket - 1);
      const sum = series.bucketSum(bucket, BUCKETS_PER_HOUR);
      count += sum;
      mean += prediction.mean;
      if (sum > 1.7 * prediction.mean && sum >= 2) rising++;
    }
    return rising >= 2 && count > 1.7 * mean && upperTail(count, Math.max(mean, 0.1), 0.1) < 0.01;
  }

  private addCount(workload: WorkloadState, evidence: CountEvidence, bucket: number, changed: Changed[]): void {
    if (evidence.score < 1.5) return;
    const deviation = this.openOf(workload, 'activity', bucket - evidence.buckets + 1, bucket);
    if (deviation.last !== bucket || deviation.countBuckets === 0) deviation.countBuckets++;
    deviation.last = bucket;
    if (!deviation.count || evidence.score > deviation.count.score) deviation.count = evidence;
    this.scoreOf(deviation);
    changed.push({ workload, deviation, ended: false });
  }

  private judgeNews(
    workload: WorkloadState,
    activity: WorkloadBucket,
    bucket: number,
    hour: number,
    changed: Changed[],
  ): void {
    const group = this.groupOf(workload);
    const around = {
      habits: workload.habits,
      peers: group.habits,
      cluster: this.cluster,
      unboundSurprise: (user: string) => {
        const since = this.boundUsers.get(user);
        if (since === undefined || bucket - since < BUCKETS_PER_DAY) return 0;
        const share = (this.mixed + 0.5) / (this.boundUsers.size + 1);
        return -Math.log10(share) + Math.log10(1 + (bucket - since) / BUCKETS_PER_HOUR);
      },
    };
    let noted = false;
    // The first days of a cluster teach; nothing is news there.
    const judge = bucket - this.firstBucket >= 288;
    if (judge) {
      for (const cell of activity.cells) {
        const { known, names } = cell;
        if (names.length === 0 && (known.learnedIn === hour || workload.habits.stillKnows(known.habits))) continue;
        const news = newsOf(cell, around);
        if (!news || news.score < NOTED) continue;
        const deviation = this.openOf(workload, 'activity', bucket, bucket);
        deviation.last = bucket;
        deviation.breadth++;
        deviation.actors[cell.action.user] = (deviation.actors[cell.action.user] ?? 0) + cell.count;
        deviation.news.push({
          bucket,
          request: cell.features.request || `${cell.features.action} ${cell.names[0]?.name ?? ''}`,
          code: cell.action.code,
          subject: subjectOf(cell.action),
          source: cell.action.sourceIP,
          client: cell.features.client,
          count: cell.count,
          ...news,
        });
        deviation.news.sort((a, b) => b.score - a.score);
        deviation.news.length = Math.min(deviation.news.length, MOST_NEWS);
        noted = true;
      }
    }
    const deviation = workload.open.get('activity');
    if (deviation) {
      for (const { action, count } of activity.cells) if (!noted) deviation.actors[action.user] ??= count;
      if (noted) {
        this.scoreOf(deviation);
        changed.push({ workload, deviation, ended: false });
      }
    }
    if (this.learning(workload, bucket, bucket) !== 'nothing')
      this.learnHabits(workload, group, activity, bucket, hour);
  }

  private learnHabits(
    workload: WorkloadState,
    group: GroupState,
    activity: WorkloadBucket,
    bucket: number,
    hour: number,
  ): void {
    const { habits } = workload;
    const newHour = hour > habits.lastHour;
    habits.seeHour(hour);
    workload.grown ||= bucket - workload.firstBucket >= GROWN_BUCKETS;
    if (newHour && workload.grown) group.habits.hours++;
    const learn = (dimension: Dimension, value: string): void => {
      if (value === '' || !habits.learn(dimension, value, hour)) return;
      group.habits.learn(dimension, value);
      this.cluster.learn(dimension, value);
      if (workload.grown) group.habits.learnNews(dimension);
    };
    let fresh = 0;
    for (const { known, features, names, action } of activity.cells) {
      if (names.length === 0) {
        // Once an hour is enough; and what was a habit throughout brings nothing but its hour.
        if (known.learnedIn === hour) continue;
        known.learnedIn = hour;
        if (habits.stillKnows(known.habits)) {
          habits.learnKnown(known.habits, hour);
          continue;
        }
      }
      known.learnedIn = hour;
      if (habits.get('network', features.network) && !habits.get('address', features.address)) fresh++;
      if (features.binding !== '' && this.boundUsers.has(action.user) && !habits.get('binding', features.binding))
        this.mixed++;
      if (isPodBound(action) && !this.boundUsers.has(action.user)) this.boundUsers.set(action.user, bucket);
      for (const dimension of dimensions) learn(dimension, features[dimension]);
      for (const { name } of names)
        learn('name', action.resource === '' ? `path ${name}` : `${features.request} ${name}`);
      known.habits = habits.know(features);
    }
    if (fresh > 0) workload.freshAddresses.push([bucket, fresh]);
    if (workload.freshAddresses.length > 0)
      workload.freshAddresses = workload.freshAddresses.filter(([at]) => bucket - at <= 60);
  }

  private openOf(
    workload: WorkloadState,
    family: OpenDeviation['family'],
    start: number,
    bucket: number,
  ): OpenDeviation {
    let deviation = workload.open.get(family);
    if (!deviation) {
      deviation = newDeviation(family, start, bucket);
      workload.open.set(family, deviation);
      if (family === 'activity') this.watched.add(workload);
    }
    return deviation;
  }

  private scoreOf(deviation: OpenDeviation): void {
    const news = deviation.news[0];
    const newsScore = news ? news.score + parameters.breadth * Math.log2(Math.max(1, deviation.breadth)) : 0;
    const steady = deviation.countBuckets >= parameters.countPersistence || (deviation.count?.metric ?? 0) !== REQUESTS;
    const countScore = deviation.count && steady ? deviation.count.score : 0;
    deviation.score = Math.max(
      deviation.score,
      Math.max(newsScore, countScore) + 0.3 * Math.min(newsScore, countScore),
    );
    deviation.surprise = Math.max(news?.surprise ?? 0, deviation.count?.surprise ?? 0);
  }

  /** Who changes a Deployment, or takes a node away, explains what its workload does next. */
  private noteChanges(active: readonly WorkloadBucket[], bucket: number): void {
    for (const { workload: actor, cells } of active) {
      for (const { action, names } of cells) {
        if (names.length === 0 || action.verb === 'get') continue;
        // What is to be deleted and is not found is gone as well.
        const done = action.code < 400 || (action.verb === 'delete' && action.code === 404);
        if (!done) continue;
        const kind = KINDS[action.resource];
        if (!kind) continue;
        for (const { name } of names) {
          const full = action.resource === 'nodes' ? `Node ${name}` : `${action.namespace}/${name}`;
          for (const candidate of kind === 'Node' ? [full] : [`${kind} ${full}`, `Pods ${full}`]) {
            const changed = this.workloads.get(candidate);
            if (changed && candidate !== actor) changed.changedAt = bucket;
          }
        }
      }
    }
  }

  private endHour(hour: number, bucket: number, changed: Changed[]): void {
    const share = (BUCKETS_PER_HOUR - this.maskedInHour) / BUCKETS_PER_HOUR;
    this.maskedInHour = 0;
    this.hours += share;
    this.maskedHours += 1 - share;
    const cells: EndedHour['cells'] = [];
    const { day } = placesOf(hour);
    for (const workload of this.all()) {
      workload.clearTo(bucket);
      const learning = this.learning(workload, bucket - BUCKETS_PER_HOUR + 1, bucket);
      const requests = workload.series[REQUESTS];
      if (share >= 0.5) {
        const burst = requests?.burstSum ?? 0;
        const burstWeight = requests?.burstWeight ?? 0;
        for (let metric = 0; metric < workload.series.length; metric++) {
          const series = workload.series[metric];
          const prediction = workload.predictions[metric];
          if (!series || !prediction) continue;
          const count = workload.hourCounts[metric] as number;
          if (this.hourSink && (count > 0 || prediction.mean > 0.1)) {
            const learning = Math.max(0, Math.ceil(24 - workload.exposure.hours));
            const { mean } = prediction;
            const dispersion = spreadOf(prediction, mean, 1);
            cells.push({ workload, metric, count, mean, dispersion, learning });
          }
          const weight = learning === 'nothing' ? 0 : learning === 'usual' && workload.open.has('silence') ? 0.25 : 1;
          series.learn(hour, count, share, prediction, weight, learning !== 'all');
        }
        if (requests && workload.exposure.hours > 48 && learning !== 'nothing') {
          const { shape } = this.groupOf(workload);
          const mean = requests.overall(workload.exposure);
          shape[day] = (shape[day] as number) + Math.min((workload.hourCounts[REQUESTS] as number) / mean, 5);
          shape[48 + day] = (shape[48 + day] as number) + 1;
        }
        if (requests && share === 1) {
          const { sums } = this.groupOf(workload);
          sums.burst += requests.burstSum - burst;
          sums.burstWeight += requests.burstWeight - burstWeight;
        }
        workload.exposure.learn(hour, share);
      }
      // What was malicious has not grown anybody.
      workload.drift.today.count +=
        learning === 'nothing'
          ? Math.round(share * (workload.predictions[REQUESTS]?.mean ?? 0))
          : (workload.hourCounts[REQUESTS] as number);
      workload.drift.today.share += share / 24;
      if (share >= 0.5) judgeSilence(workload, hour, bucket, changed);
      if (hour % 24 === 23) judgeDrift(workload, this.groupOf(workload).sums, { hour, bucket }, changed);
      workload.hourCounts.fill(0);
    }
    this.predictAll(hour + 1);
    this.hourSink?.({ hour, learnedMinutes: Math.round(60 * share), cells });
  }
}

/** A count that rises is one thing, whether it stays up or not; so is what is new, whether it was denied before or not. */
function isLike(a: DeviationKind, b: DeviationKind): boolean {
  const plain = (kind: DeviationKind) =>
    kind === 'level-change' ? 'count-above' : kind === 'chain' ? 'first-seen' : kind;
  return plain(a) === plain(b);
}

/** What is not learned stays new: then the attack goes on for longer than it did when the verdict was given. */
function endOf(open: OpenDeviation | undefined, { start, end }: Verdict): number {
  return open && open.start <= end && open.last >= start ? Math.max(end, open.last) : end;
}

/** The like of what was called expected, and not half as much again: by its length where it is silence. */
function isNoBigger({ family, count }: OpenDeviation, { metric, actual, start, end }: Verdict): boolean {
  if (!count || metric !== metrics[count.metric] || actual === null) return false;
  return family === 'silence' ? count.buckets <= 1.5 * (end + 1 - start) : count.count <= 1.5 * actual;
}

const KINDS: Record<string, string> = {
  deployments: 'Deployment',
  statefulsets: 'StatefulSet',
  daemonsets: 'Pods',
  cronjobs: 'CronJob',
  nodes: 'Node',
};

function subjectOf({ verb, resource, apiGroup, subresource, namespace, identity, userAgent }: Action): Subject {
  return { verb, resource, apiGroup, subresource, namespace, identity, userAgent };
}

function countUsers(workload: WorkloadState, { cells }: WorkloadBucket): void {
  const { users } = workload;
  for (let i = 0; i < cells.length; ) {
    const { user } = (cells[i] as Cell).action;
    let sum = 0;
    for (; i < cells.length && (cells[i] as Cell).action.user === user; i++) sum += (cells[i] as Cell).count;
    users.set(user, (users.get(user) ?? 0) + sum);
  }
}

function isPodBound({ user, workload }: Action): boolean {
  return user.startsWith('system:serviceaccount:') && !workload.startsWith('ServiceAccount ');
}

function isHarmless({ action, names }: Cell): boolean {
  return action.resource === '' && !isDenied(action.code) && names.every(({ name }) => isHarmlessPath(name));
}

function spaceOf(workload: string): string {
  return /^\S+ ([^/]+)\//.exec(workload)?.[1] ?? workload.split(' ')[0] ?? '';
}
