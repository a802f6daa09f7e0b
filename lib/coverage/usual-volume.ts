/** How many events a bucket usually has: a straight line through the buckets around it, the near ones counting more. */
import { WINDOW_BUCKETS } from '@/lib/coverage/stream-window';

export type UsualVolume = {
  expected: number;
  /** Variance over mean of a bucket's volume; 1 where requests arrive by chance. */
  dispersion: number;
  /** Standard error of `expected`. */
  error: number;
};

/** On fewer buckets to one side than this, a slope would be a guess. */
const MIN_SIDE = 4;

export function usualVolume(
  place: number,
  members: readonly number[],
  volumeAt: (place: number) => number,
): UsualVolume {
  let weight = 0;
  let weightSquares = 0;
  let sumX = 0;
  let sumY = 0;
  let before = 0;
  let after = 0;
  const points: [x: number, y: number, w: number][] = [];
  for (const member of members) {
    if (member === place) continue;
    const x = member - place;
    const y = volumeAt(member);
    const w = (1 - Math.abs(x / (WINDOW_BUCKETS + 1)) ** 3) ** 3;
    points.push([x, y, w]);
    weight += w;
    weightSquares += w * w;
    sumX += w * x;
    sumY += w * y;
    if (x < 0) before++;
    else after++;
  }
  if (points.length === 0) return { expected: 0, dispersion: 1, error: 0 };
  const meanX = sumX / weight;
  const meanY = sumY / weight;
  let spread = 0;
  let covariance = 0;
  for (const [x, y, w] of points) {
    spread += w * (x - meanX) ** 2;
    covariance += w * (x - meanX) * (y - meanY);
  }
  const slope = before >= MIN_SIDE && after >= MIN_SIDE && spread > 0 ? covariance / spread : 0;
  const expected = Math.max(0, meanY - slope * meanX);
  let residual = 0;
  for (const [x, y, w] of points) residual += w * (y - meanY - slope * (x - meanX)) ** 2;
  const variance = residual / Math.max(weight - weightSquares / weight, 1e-9);
  const dispersion = Math.max(1, expected > 0 ? variance / expected : 1);
  const effective = (weight * weight) / weightSquares;
  return { expected, dispersion, error: Math.sqrt((dispersion * expected) / effective) };
}
