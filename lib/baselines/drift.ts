/** Drift: slow growth, which a baseline that learns would follow. It is measured against the first days, which are kept. */
import { placesOf } from '@/lib/baselines/count-series';
import type { GroupSums } from '@/lib/baselines/group-state';
import { metrics } from '@/lib/baselines/metrics';
import { newDeviation } from '@/lib/baselines/open-deviation';
import type { Changed, WorkloadState } from '@/lib/baselines/workload-state';

const REQUESTS = metrics.indexOf('requests');

/** At the end of a day, whose kind `hour` tells; `sums` are those of the workload's peers, and learn from it. */
export function judgeDrift(
  workload: WorkloadState,
  sums: GroupSums,
  { hour, bucket }: { hour: number; bucket: number },
  changed: Changed[],
): void {
  const { drift } = workload;
  const kind = placesOf(hour).day >= 24 ? 1 : 0;
  const { count, share } = drift.today;
  drift.today = { count: 0, share: 0 };
  const whole = share >= 0.75 && bucket - workload.firstBucket >= 287;
  if (!whole) return;
  const scaled = count / share;
  // Requests that come in clusters make a day differ more than their number tells.
  const clusters = 1 + (workload.predictions[REQUESTS]?.burst ?? 0);
  const reference = drift.reference[kind] as [number, number, number];
  const usual = reference[1] / Math.max(1, reference[0]);
  if (reference[0] >= 2 && usual >= 10) {
    sums.days = 0.995 * sums.days + 1;
    const moment =
      ((scaled - usual) ** 2 - clusters * usual * (1 + 1 / reference[0])) / (usual * usual * (1 + 1 / reference[0]));
    sums.dayVariance = 0.995 * sums.dayVariance + Math.max(-0.5, Math.min(1, moment));
  }
  if (drift.referenceDays < 7) {
    reference[0] += 1;
    reference[1] += scaled;
    reference[2] += scaled * scaled;
    drift.referenceDays++;
    return;
  }
  drift.recent.push([scaled, share, kind]);
  if (drift.recent.length > 3) drift.recent.shift();
  if (drift.recent.length < 3 || workload.peerGroup === 'User') return;
  let actual = 0;
  let expected = 0;
  let variance = 0;
  let least = Infinity;
  const pooled = Math.max(0.01, (sums.dayVariance + 0.2) / (sums.days + 10));
  for (const [recent, , dayKind] of drift.recent) {
    const own = drift.reference[dayKind] as [number, number, number];
    const days = own[0] > 0 ? own : (drift.reference[1 - dayKind] as [number, number, number]);
    const mean = days[1] / Math.max(1, days[0]);
    const spread = Math.max(0, days[2] / Math.max(1, days[0]) - mean * mean - clusters * mean);
    actual += recent;
    expected += mean;
    variance += clusters * mean + (spread * days[0] + pooled * mean * mean * 7) / (days[0] + 7);
    least = Math.min(least, (recent + 2) / (mean + 2));
  }
  if (expected < 30) return;
  const ratio = (actual + 5) / (expected + 5);
  const z = (actual - expected) / Math.sqrt(variance * (1 + 3 / 7));
  const drifts = ratio > 1.4 && least > 1.2 && z > 3.3;
  drift.flagged = drifts ? drift.flagged + 1 : 0;
  if (!drifts && ratio < 1.2) drift.reported = false;
  if (drift.flagged < 2 || drift.reported) return;
  drift.reported = true;
  const deviation = newDeviation('drift', bucket - 287, bucket);
  deviation.count = {
    metric: REQUESTS,
    buckets: 3 * 288,
    end: bucket,
    count: Math.round(actual),
    mean: expected,
    dispersion: variance / (expected * expected),
    // Judged once a day: as rare in hours as the tail of a normal distribution is in days.
    surprise: Math.log10(24) - normalTail(z),
    score: 4 + Math.min(z, 8) / 2 + Math.log2(ratio),
    explainedBy: null,
  };
  deviation.score = deviation.count.score;
  deviation.surprise = deviation.count.surprise;
  changed.push({ workload, deviation, ended: true });
}

/** Decimal logarithm of the share of a normal distribution beyond z, for z of two and more: an asymptotic series. */
function normalTail(z: number): number {
  const series = 1 - 1 / z ** 2 + 3 / z ** 4 - 15 / z ** 6 + 105 / z ** 8;
  return -((z * z) / 2) * Math.LOG10E + Math.log10(series / (z * Math.sqrt(2 * Math.PI)));
}
