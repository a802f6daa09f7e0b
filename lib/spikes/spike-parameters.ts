/** What of a page's URL asks for an explanation: `explain=<from>/<to>`, and `against=daysBefore`. Pure; junk is nothing. */
import { formatRfc3339, parseRfc3339 } from '@/lib/audit/microseconds';
import type { Span } from '@/lib/spikes/reference-windows';
import type { SpikeReference } from '@/lib/spikes/spike-answers';

export type AskedSpike = { window: Span; against: SpikeReference };

export function readSpikeParams(params: URLSearchParams): AskedSpike | null {
  const [from, to, more] = (params.get('explain') ?? '').split('/').map(parseRfc3339);
  if (from === undefined || from === null || to === undefined || to === null || more !== undefined) return null;
  if (from >= to) return null;
  return { window: { from, to }, against: params.get('against') === 'daysBefore' ? 'daysBefore' : 'rest' };
}

/** The same parameters with another explanation, or none. */
export function withSpike(params: URLSearchParams, asked: AskedSpike | null): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete('explain');
  next.delete('against');
  if (asked === null) return next;
  next.set('explain', `${formatRfc3339(asked.window.from)}/${formatRfc3339(asked.window.to)}`);
  if (asked.against !== 'rest') next.set('against', asked.against);
  return next;
}
