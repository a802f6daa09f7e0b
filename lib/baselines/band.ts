/** The ranges that hold a count in 50, 95 and 99.9 % of such times. */
import type { Band } from '@/lib/baselines/explanation';
import { quantile } from '@/lib/baselines/negative-binomial';

export function bandOf(mean: number, dispersion: number): Band {
  const range = (share: number): [number, number] => [
    quantile((1 - share) / 2, mean, dispersion),
    quantile((1 + share) / 2, mean, dispersion),
  ];
  return { p50: range(0.5), p95: range(0.95), p999: range(0.999) };
}
