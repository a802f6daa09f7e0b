/**
 * The marks of a lane as SVG paths, one an outcome: each outcome has a shape and a height of its own, so that none is told
 * by colour alone. A larger mark stands for more events, ten times as many for each step.
 */
import type { Outcome } from '@/lib/audit/outcome';
import type { IdentityLane } from '@/lib/identities/timeline-answers';

/** From the top down. */
export const glyphRows: readonly Outcome[] = ['serverError', 'denied', 'clientError', 'ok', 'noResponse'];

export const ROW_HEIGHT = 10;
export const LANE_HEIGHT = glyphRows.length * ROW_HEIGHT;

/** `width` in pixels is shared out evenly among `buckets`. */
export function glyphPath(lane: IdentityLane, outcome: Outcome, width: number, buckets: number): string {
  const y = (glyphRows.indexOf(outcome) + 0.5) * ROW_HEIGHT;
  return lane.marks
    .filter((mark) => mark[outcome] > 0)
    .map((mark) => glyphAt(outcome, ((mark.bucket + 0.5) / buckets) * width, y, sizeOf(mark[outcome])))
    .join('');
}

function sizeOf(count: number): number {
  return Math.min(4.5, 2.5 + 0.5 * Math.floor(Math.log10(count)));
}

export function glyphAt(outcome: Outcome, x: number, y: number, r: number): string {
  const at = (dx: number, dy: number) => `${round(x + dx * r)} ${round(y + dy * r)}`;
  switch (outcome) {
    case 'serverError':
      // A cross.
      return `M${at(-1, -0.6)}L${at(-0.6, -1)}L${at(0, -0.4)}L${at(0.6, -1)}L${at(1, -0.6)}L${at(0.4, 0)}L${at(1, 0.6)}L${at(0.6, 1)}L${at(0, 0.4)}L${at(-0.6, 1)}L${at(-1, 0.6)}L${at(-0.4, 0)}Z`;
    case 'denied':
      // A diamond.
      return `M${at(0, -1.2)}L${at(1.2, 0)}L${at(0, 1.2)}L${at(-1.2, 0)}Z`;
    case 'clientError':
      // A triangle.
      return `M${at(0, -1)}L${at(1.1, 0.9)}L${at(-1.1, 0.9)}Z`;
    case 'ok':
      // A square.
      return `M${at(-0.9, -0.9)}L${at(0.9, -0.9)}L${at(0.9, 0.9)}L${at(-0.9, 0.9)}Z`;
    case 'noResponse':
      // A bar.
      return `M${at(-1.1, -0.4)}L${at(1.1, -0.4)}L${at(1.1, 0.4)}L${at(-1.1, 0.4)}Z`;
  }
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
