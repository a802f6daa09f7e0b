import { expectedWords, ratioWords } from '@/components/spikes/spike-words';
import { formatPlural } from '@/components/ui/format-number';
import { formatDuration, formatTimeSpan } from '@/components/ui/format-time';
import { useShownZone } from '@/components/ui/use-shown-zone';
import type { Spike } from '@/lib/spikes/spike-answers';

/** The window in one sentence: when, how many events, how many were to be expected, and of what that is known. */
export function SpikeSentence({ spike }: { spike: Spike }) {
  const [zone] = useShownZone();
  const { window, reference, expected, ratio } = spike;
  if (window === null) return <p className="text-sm">The explained window lies outside of the time range.</p>;
  const times = ratioWords({ count: window.total, expected, ratio });
  return (
    <div role="status" className="min-w-0 text-sm" data-testid="spike-sentence">
      <span className="font-semibold">{formatPlural(window.total, 'event')}</span>
      {expected === null ? null : (
        <>
          {times && times !== 'new' && times !== 'gone' ? `, ${times}` : ''} the {expectedWords(expected)} expected
        </>
      )}
      <span className="text-muted">
        {' · '}
        {formatTimeSpan(window.from, window.to, zone)}
        {' · '}
        {referenceWords(spike, reference.windows.length)}
      </span>
    </div>
  );
}

function referenceWords({ reference }: Spike, windows: number): string {
  if (reference.against === 'rest') {
    if (windows === 0) return 'the window is the whole range: zoom out, or compare it with the days before';
    return `against ${formatPlural(reference.total, 'event')} in the other ${formatDuration(reference.seconds)}`;
  }
  if (windows === 0) return 'nothing was recorded at these hours of the days before';
  return `against ${formatPlural(reference.total, 'event')} at the same hours of ${formatPlural(windows, 'earlier day')}`;
}
