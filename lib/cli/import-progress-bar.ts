/** Progress on a terminal; nothing where standard error is a file or a pipe. */
import { Presets, SingleBar } from 'cli-progress';
import type { ImportProgress } from '@/lib/ingest/import-progress';

const whole = new Intl.NumberFormat('en-US');
const MEBIBYTE = 1024 * 1024;

export type ProgressBar = { update(progress: ImportProgress): void; stop(): void };

export function importProgressBar(label: string, bytesTotal: number | null): ProgressBar {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      format:
        bytesTotal === null
          ? `${label}  {mib} MiB  {events} events  {rate} events/s`
          : `${label}  {bar} {percentage}%  {mib} of {totalMib} MiB  {rate} events/s  {left} left`,
    },
    Presets.shades_classic,
  );
  const totalMib = bytesTotal === null ? '' : (bytesTotal / MEBIBYTE).toFixed(1);
  bar.start(bytesTotal ?? 1, 0, { mib: '0.0', totalMib, events: '0', rate: '–', left: '–' });
  return {
    update(progress) {
      const perSecond = progress.bytes / Math.max(progress.seconds, 0.001);
      bar.update(bytesTotal === null ? 0 : progress.bytes, {
        mib: (progress.bytes / MEBIBYTE).toFixed(1),
        totalMib,
        events: whole.format(progress.events),
        rate: whole.format(Math.round(progress.events / Math.max(progress.seconds, 0.001))),
        left: bytesTotal === null ? '' : duration((bytesTotal - progress.bytes) / perSecond),
      });
    },
    stop: () => bar.stop(),
  };
}

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const rounded = Math.max(0, Math.round(seconds));
  return rounded < 60 ? `${rounded} s` : `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
}
