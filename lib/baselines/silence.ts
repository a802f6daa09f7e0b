/** Silence: far fewer requests than were due, from a workload that is not quiet by itself. */
import { BUCKETS_PER_HOUR, CHANGED_BUCKETS } from '@/lib/baselines/bucket-steps';
import { type Prediction, spreadOf } from '@/lib/baselines/count-series';
import { metrics } from '@/lib/baselines/metrics';
import { lowerTail } from '@/lib/baselines/negative-binomial';
import { NOTED } from '@/lib/baselines/noted';
import { type CountEvidence, newDeviation, type OpenDeviation } from '@/lib/baselines/open-deviation';
import type { Changed, WorkloadState } from '@/lib/baselines/workload-state';

const REQUESTS = metrics.indexOf('requests');
/** After a day without anything it is plain that it is gone. */
const LONGEST_SILENCE = 288;
const SILENCE_OFFSET = 1.5;

/** At the end of an hour: whether a workload that is never quiet has become so, or is back. */
export function judgeSilence(workload: WorkloadState, hour: number, bucket: number, changed: Changed[]): void {
  const series = workload.series[REQUESTS];
  const prediction = workload.predictions[REQUESTS];
  if (!series || !prediction || workload.peerGroup === 'User' || workload.exposure.hours < 48) return;
  const open = workload.open.get('silence');
  const nowCount = series.hourCount(hour, 1);
  const nowMean = series.hourMean(hour, 1);
  if (open?.count) {
    if (nowCount > 0.2 * nowMean && nowCount > 0) {
      workload.open.delete('silence');
      changed.push({ workload, deviation: open, ended: true });
      return;
    }
    if (bucket - open.start >= LONGEST_SILENCE) return;
    open.last = bucket;
    open.count.count += nowCount;
    open.count.mean += nowMean;
    open.count.buckets += BUCKETS_PER_HOUR;
    open.count.end = bucket;
    scoreSilence(workload, open, prediction);
    changed.push({ workload, deviation: open, ended: false });
    return;
  }
  // Who is quiet now and then by itself is not silenced.
  const regular = workload.habits.hours / Math.max(1, hour - Math.floor(workload.firstBucket / 12) + 1);
  if (regular < 0.6 || nowCount > 0.1 * nowMean || bucket - workload.lastBucket > 13 * BUCKETS_PER_HOUR) return;
  for (const hours of [2, 3, 6, 12]) {
    const count = series.hourCount(hour, hours);
    const mean = series.hourMean(hour, hours);
    if (mean < 8 || count > 0.1 * mean) continue;
    const buckets = BUCKETS_PER_HOUR * hours;
    const deviation = newDeviation('silence', bucket - buckets + 1, bucket);
    deviation.count = {
      metric: REQUESTS,
      buckets,
      end: bucket,
      count,
      mean,
      dispersion: 0,
      surprise: 0,
      score: 0,
      explainedBy: null,
    };
    scoreSilence(workload, deviation, prediction);
    if (deviation.score < NOTED) continue;
    workload.open.set('silence', deviation);
    changed.push({ workload, deviation, ended: false });
    return;
  }
}

function scoreSilence(workload: WorkloadState, deviation: OpenDeviation, prediction: Prediction): void {
  const evidence = deviation.count as CountEvidence;
  const hours = evidence.buckets / BUCKETS_PER_HOUR;
  evidence.dispersion = spreadOf(prediction, evidence.mean, hours);
  const byCount = -Math.log10(
    Math.max(1e-300, lowerTail(Math.floor(evidence.count), evidence.mean, evidence.dispersion)),
  );
  // By the longest it was ever quiet: gaps of twice, three times that length are as rare as their number allows.
  const gap = (evidence.end - workload.lastBucket) / (workload.longestGap + 3);
  const byGap = Math.min(gap * 0.6 * Math.log10(workload.exposure.hours + 1), 0.22 * evidence.mean);
  evidence.surprise = Math.max(byCount, byGap);
  evidence.score = Math.min(evidence.surprise, 11) - SILENCE_OFFSET;
  if (
    workload.changedAt >= 0 &&
    workload.changedAt >= Math.min(workload.lastBucket, deviation.start) - CHANGED_BUCKETS
  ) {
    evidence.explainedBy = 'what it runs as was changed or taken away';
    evidence.score *= 0.3;
  }
  deviation.score = evidence.score;
  deviation.surprise = evidence.surprise;
}
