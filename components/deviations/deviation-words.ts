/** The words for deviations. */
import { pageHref } from '@/components/shell/page-url';
import { formatCount } from '@/components/ui/format-number';
import type { Deviation, DeviationKind, Severity, VerdictKind } from '@/lib/baselines/deviation-answers';
import type { Explanation } from '@/lib/baselines/explanation';
import { metricLabels, metrics } from '@/lib/baselines/metrics';

export const kindLabels: Record<DeviationKind, string> = {
  'count-above': 'more than usual',
  'count-below': 'less than usual',
  'first-seen': 'seen for the first time',
  failures: 'fails more than usual',
  drift: 'slow drift',
  'level-change': 'new level',
  silence: 'silence',
  chain: 'chain of steps',
};

/** A shape for each, so that nothing rests on the colour alone. */
export const severityGlyphs: Record<Severity, string> = { low: '○', medium: '◔', high: '◕', critical: '●' };

export const verdictLabels: Record<VerdictKind, string> = {
  expected: 'expected',
  benign: 'benign',
  malicious: 'malicious',
};

export const verdictMeanings: Record<VerdictKind, string> = {
  expected: 'It is how this workload works now. Learned in full: it will not be reported again.',
  benign: 'Harmless, but not how it should work. An exception with an owner, until the day it expires.',
  malicious: 'An attack, or the trial of one. Never learned: the same is reported again.',
};

export function metricLabel(metric: string): string {
  const known = metrics.find((name) => name === metric);
  return known === undefined ? metric : metricLabels[known];
}

/** "1 in 40,000 workload-hours" */
export function rarityWords(oneIn: number): string {
  if (!Number.isFinite(oneIn) || oneIn > 1e9) return 'less than 1 in a billion workload-hours';
  const rounded = oneIn < 10 ? Number(oneIn.toFixed(1)) : Number(oneIn.toPrecision(2));
  return `1 in ${oneIn < 10 ? rounded : formatCount(rounded)} workload-hours`;
}

/** What the baseline rests on: "3 weeks of its own (412 hours), 8 peers". */
export function restsOnWords({ weeks, hours, peers, maskedHours }: Explanation['restsOn']): string {
  const own = hours === 0 ? 'none of its own hours' : `${formatCount(hours)} of its own hours`;
  const span = weeks >= 1 ? ` in ${Number(weeks.toFixed(1))} ${weeks === 1 ? 'week' : 'weeks'}` : '';
  const others = peers === 0 ? 'no peers' : `${formatCount(peers)} ${peers === 1 ? 'peer' : 'peers'}`;
  const masked =
    Math.round(maskedHours) === 0
      ? ''
      : `; ${formatCount(Math.round(maskedHours))} hours were left out for gaps in the record`;
  return `${own}${span}, and ${others}${masked}`;
}

/** Exactly the events that were counted. */
export function explanationHref({ query }: Explanation): string {
  return pageHref('/events', new URLSearchParams(query.map(([name, value]) => [name, value])));
}

export function deviationHref({ id }: Pick<Deviation, 'id'>): string {
  return `/deviations/${id}`;
}

/** The sentence without its subject, for a place that names the workload already. */
export function sentenceWithout({ workload, explanation }: Pick<Deviation, 'workload' | 'explanation'>): string {
  const subject = `${workload}: `;
  const { sentence } = explanation;
  return sentence.startsWith(subject) ? sentence.slice(subject.length) : sentence;
}
