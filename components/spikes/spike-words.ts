import { formatCount } from '@/components/ui/format-number';
import type { SpikeValue } from '@/lib/spikes/spike-answers';

/** "12×", "0.4×", "new" where nothing was expected, "gone" where nothing is there, "" without a reference. */
export function ratioWords({ count, expected, ratio }: Pick<SpikeValue, 'count' | 'expected' | 'ratio'>): string {
  if (expected === null) return '';
  if (expected === 0) return count === 0 ? '' : 'new';
  if (count === 0) return 'gone';
  const times = ratio ?? 0;
  if (times >= 9.95) return `${formatCount(Math.round(times))}×`;
  return times < 0.05 ? '<0.1×' : `${times.toFixed(1)}×`;
}

/** An expected number: it is no count, so small ones keep a decimal. */
export function expectedWords(expected: number | null): string {
  if (expected === null) return '–';
  if (expected === 0) return '0';
  if (expected < 0.05) return '<0.1';
  return expected < 9.95 ? expected.toFixed(1).replace(/\.0$/, '') : formatCount(Math.round(expected));
}

/** A difference of distributions as a share that reads: "62%", "<1%". */
export function differenceWords(difference: number): string {
  const percent = difference * 100;
  return percent < 1 ? '<1%' : `${Math.round(percent)}%`;
}
