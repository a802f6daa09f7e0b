/** Progress of an export on a terminal; nothing where standard error is a file or a pipe. */
import { Presets, SingleBar } from 'cli-progress';

const whole = new Intl.NumberFormat('en-US');

export function exportProgressBar(total: number): { update(rows: number): void; stop(): void } {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const begun = performance.now();
  const bar = new SingleBar(
    {
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      format: '{bar} {percentage}%  {rows} of {all} events  {rate} events/s',
    },
    Presets.shades_classic,
  );
  const shown = (rows: number) => ({
    rows: whole.format(rows),
    all: whole.format(total),
    rate: whole.format(Math.round(rows / Math.max((performance.now() - begun) / 1000, 0.001))),
  });
  bar.start(Math.max(total, 1), 0, shown(0));
  return { update: (rows) => bar.update(rows, shown(rows)), stop: () => bar.stop() };
}
