import { type ShownZone, timeParts } from '@/components/ui/format-time';
import { parseRfc3339 } from '@/lib/audit/microseconds';

const STEP_SECONDS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 345_600,
  604_800, 1_209_600, 2_592_000,
];

const DAY_SECONDS = 86_400;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The starts of the buckets that get a label: at most `most`, at round times of the shown zone. */
export function timeTicks(starts: string[], bucketSeconds: number, zone: ShownZone, most = 8): string[] {
  // Days and weeks start where the buckets do: every nth of them.
  if (bucketSeconds >= DAY_SECONDS) {
    const every = Math.ceil(starts.length / most);
    return starts.filter((_, index) => index % every === 0);
  }
  const span = starts.length * bucketSeconds;
  const step = STEP_SECONDS.find((candidate) => candidate >= span / most && candidate >= bucketSeconds) ?? span;
  return starts.filter((start) => wallSeconds(start, zone) % step < bucketSeconds);
}

function wallSeconds(start: string, zone: ShownZone): number {
  const parts = timeParts(start, zone);
  return parts === null ? 0 : (parseRfc3339(`${parts.date}T${parts.time}Z`) ?? 0) / 1_000_000;
}

/** "14 Nov" at midnight or for long buckets, else "03:25" or "03:25:30". */
export function tickLabel(start: string, bucketSeconds: number, zone: ShownZone): string {
  const parts = timeParts(start, zone);
  if (parts === null) return start;
  if (bucketSeconds >= 86_400 || parts.time === '00:00:00') {
    return `${Number(parts.date.slice(8))} ${MONTHS[Number(parts.date.slice(5, 7)) - 1]}`;
  }
  return bucketSeconds < 60 ? parts.time : parts.time.slice(0, 5);
}
