import { formatPlural } from '@/components/ui/format-number';

/** How far the learning of a workload is: nothing where its baseline stands on its own. */
export function LearningBadge({ hoursLeft }: { hoursLeft: number | null }) {
  if (hoursLeft === 0) return null;
  const words = hoursLeft === null ? 'not learned yet' : `learning, ${hoursLeft} h left`;
  const meaning =
    hoursLeft === null
      ? 'The baselines have not come to this workload yet.'
      : `Its own habits are judged after 24 recorded hours; ${formatPlural(hoursLeft, 'hour')} to go. Until then those of its peers stand in.`;
  return (
    <span
      title={meaning}
      className="inline-flex h-5 shrink-0 items-center rounded-full border border-line-strong border-dashed px-2 text-xs whitespace-nowrap text-muted"
    >
      {words}
    </span>
  );
}
