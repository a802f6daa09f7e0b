/**
 * How differently the values of a field are distributed in a window and in what it is compared with. The measure is the
 * total variation distance: the share of the window's events whose value the reference does not account for, which people
 * can check by hand. Two random samples of one distribution differ, too, the more so the more values there are (every user
 * agent once …); what chance alone would give on average is taken off, or such fields would lead every list.
 */
export type ValueCounts = { value: string | null; count: number; referenceCount: number };

export type Totals = { total: number; referenceTotal: number };

/** 0 to 1; 0 where one of the two has no events. */
export function distributionDifference(values: readonly ValueCounts[], { total, referenceTotal }: Totals): number {
  if (total === 0 || referenceTotal === 0) return 0;
  const spread = 1 / total + 1 / referenceTotal;
  let distance = 0;
  let chance = 0;
  for (const { count, referenceCount } of values) {
    distance += Math.abs(count / total - referenceCount / referenceTotal);
    const share = (count + referenceCount) / (total + referenceTotal);
    // Mean absolute difference of two shares of samples: that of a normal distribution with their variance.
    chance += Math.sqrt((2 / Math.PI) * share * (1 - share) * spread);
  }
  return Math.max(0, (distance - chance) / 2);
}

/** The values whose share changed most first. */
export function byChange(values: readonly ValueCounts[], { total, referenceTotal }: Totals): ValueCounts[] {
  const changeOf = ({ count, referenceCount }: ValueCounts) =>
    Math.abs(count / Math.max(1, total) - referenceCount / Math.max(1, referenceTotal));
  return [...values].sort(
    (a, b) => changeOf(b) - changeOf(a) || b.count - a.count || ((a.value ?? '') < (b.value ?? '') ? -1 : 1),
  );
}
