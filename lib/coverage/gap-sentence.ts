/** A gap in a sentence: what was seen, in numbers, and what is not known. Pure: browsers import it too. */
import type { CoverageGap } from '@/lib/coverage/coverage-answers';

const whole = new Intl.NumberFormat('en-US');

export function gapSentence(gap: CoverageGap): string {
  const beats = `${whole.format(gap.seenBeats)} of ${whole.format(gap.expectedBeats)} regular calls came`;
  switch (gap.reason) {
    case 'silence':
      return `No event at all for ${secondsInWords(gap.silentSeconds)}, though regular calls were due (${beats}): events were lost, or the API servers stood still.`;
    case 'thinned':
      return gap.apiservers.length > 0
        ? `${apiserversInWords(gap)}, and less came from everybody (${beats}): an API server’s events are missing.`
        : `Of everything only a part came (${beats}): batches of events were lost.`;
    case 'orphans':
      return `${whole.format(gap.orphans)} requests were announced and never completed: their last event was lost, or could not be written.`;
    case 'edge':
      return 'What was recorded begins or ends here.';
    case 'uncovered':
      return `No event for ${secondsInWords(gap.silentSeconds)}: lost, not imported, or the cluster was off.`;
    case 'before':
      return 'Before the first event.';
    case 'after':
      return 'After the last event.';
    default:
      return `${beats}.`;
  }
}

/** `1,240 (± 60)`, or why there is no number. */
export function lostInWords({ lost, lostError }: Pick<CoverageGap, 'lost' | 'lostError'>): string {
  if (lost === null) return 'unknown';
  return lostError ? `${whole.format(lost)} (± ${whole.format(lostError)})` : whole.format(lost);
}

function apiserversInWords({ apiservers }: CoverageGap): string {
  const each = apiservers.map(
    ({ name, expected, seen }) => `${name} renewed its lease ${whole.format(seen)} of ${whole.format(expected)} times`,
  );
  return each.join(', ');
}

function secondsInWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
