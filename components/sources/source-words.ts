/** A source in words: whether it sends, and what a number about it means. */
import { formatCount } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import type { Source } from '@/lib/ingest/receiver/source-answers';

/** A source that sent within this time counts as receiving: kube-apiserver sends a batch every 30 s at the latest. */
const SILENT_AFTER_SECONDS = 300;

export type SourceState = 'receiving' | 'silent' | 'unused' | 'revoked';

export function sourceState(source: Source, now: string): SourceState {
  if (source.revokedAt !== null) return 'revoked';
  if (source.lastUsedAt === null) return 'unused';
  return silence(source.lastUsedAt, now) > SILENT_AFTER_SECONDS ? 'silent' : 'receiving';
}

/** "receiving", "silent for 12 min", "never used", "revoked" */
export function describeState(source: Source, now: string): string {
  const state = sourceState(source, now);
  if (state === 'silent') return `silent for ${wholeMinutes(silence(source.lastUsedAt ?? now, now))}`;
  return { receiving: 'receiving', unused: 'never used', revoked: 'revoked' }[state];
}

/** "1.2 events/s", "none" */
export function describeRate(rate: number): string {
  if (rate === 0) return 'none';
  return `${rate >= 10 ? formatCount(Math.round(rate)) : rate < 0.1 ? '<0.1' : rate.toFixed(1)}/s`;
}

function silence(lastUsedAt: string, now: string): number {
  return Math.max(0, (Date.parse(now) - Date.parse(lastUsedAt)) / 1000);
}

function wholeMinutes(seconds: number): string {
  return formatDuration(seconds < 3600 ? Math.floor(seconds / 60) * 60 : seconds);
}
