/** Coverage in words. */
import { formatPercent } from '@/components/charts/coverage-words';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { formatDuration, formatTime, type ShownZone } from '@/components/ui/format-time';
import type { ClusterCoverage, CoverageCell } from '@/lib/coverage/coverage-answers';
import { LEARN_FROM_PERCENT } from '@/lib/coverage/coverage-method';

/** How a cell looks: each has a pattern of its own. */
export type CellState = 'whole' | 'partly' | 'missing' | 'unknown';

export function cellState({ percent, worst }: CoverageCell): CellState {
  if (percent === null || worst === null) return 'unknown';
  if (percent < 1) return 'missing';
  return worst < LEARN_FROM_PERCENT ? 'partly' : 'whole';
}

export function cellWords(cell: CoverageCell, zone: ShownZone): string {
  const time = formatTime(cell.start, zone, true);
  if (cell.percent === null) return `${time}: too little regular traffic to tell`;
  const lost = cell.lost > 0 ? `, about ${formatPlural(cell.lost, 'event')} missing` : '';
  return `${time}: coverage ${formatPercent(cell.percent)}${lost}${cell.doNotLearn ? ', nothing learns from it' : ''}`;
}

export function coverageTitle({ percent, lost, unknownSeconds, gaps, pendingBlocks }: ClusterCoverage): string {
  const parts = [
    percent === null ? 'coverage unknown: too little regular traffic to tell' : `${formatPercent(percent)} covered`,
  ];
  if (lost > 0) parts.push(`about ${formatCount(lost)} events missing`);
  if (percent !== null) parts.push(gaps.length === 0 ? 'no gap' : formatPlural(gaps.length, 'gap'));
  if (percent !== null && unknownSeconds > 0)
    parts.unshift(`${formatDuration(unknownSeconds)} cannot be told; of the rest`);
  if (pendingBlocks > 0) parts.push('the newest events are being measured');
  return parts.join(' · ');
}
