const whole = new Intl.NumberFormat('en-US');
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** 1204331 → "1,204,331" */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** 1204331 → "1.2M", for chart axes only: everything else is exact. */
export function formatCompact(count: number): string {
  return compact.format(count);
}

/** "1 event", "2 events" */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Share of a whole in percent: "0%", "<0.1%", "4.2%", "38%"; never rounded up to 100 nor down to 0. */
export function formatShare(part: number, total: number): string {
  if (total <= 0 || part <= 0) return '0%';
  const percent = (part / total) * 100;
  if (percent < 0.1) return '<0.1%';
  if (percent < 9.95) return `${percent.toFixed(1)}%`;
  if (part < total && percent >= 99.5) return '>99%';
  return `${Math.round(percent)}%`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** 1536000 → "1.5 MB" (powers of 1000) */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[unit]}`;
}
