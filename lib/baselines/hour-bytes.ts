/**
 * An hour of all workloads as bytes: for each workload and metric with anything counted or expected, the count, the mean
 * that was expected before the hour began and its dispersion.
 */
import { metrics } from '@/lib/baselines/metrics';

/** `learning`: hours that the workload still needs until its baseline stands on its own. */
export type HourCell = {
  workload: number;
  metric: number;
  count: number;
  mean: number;
  dispersion: number;
  learning: number;
};

const SIZE = 20;

export function packHour(cells: readonly HourCell[]): Buffer {
  const bytes = Buffer.alloc(cells.length * SIZE);
  cells.forEach((cell, i) => {
    bytes.writeInt32LE(cell.workload, i * SIZE);
    bytes.writeUInt8(cell.metric, i * SIZE + 4);
    bytes.writeUInt8(Math.min(255, cell.learning), i * SIZE + 5);
    bytes.writeInt32LE(cell.count, i * SIZE + 8);
    bytes.writeFloatLE(cell.mean, i * SIZE + 12);
    bytes.writeFloatLE(cell.dispersion, i * SIZE + 16);
  });
  return bytes;
}

export function* unpackHour(bytes: Buffer): Generator<HourCell> {
  for (let at = 0; at + SIZE <= bytes.length; at += SIZE) {
    const metric = bytes.readUInt8(at + 4);
    if (metric >= metrics.length) continue;
    yield {
      workload: bytes.readInt32LE(at),
      metric,
      learning: bytes.readUInt8(at + 5),
      count: bytes.readInt32LE(at + 8),
      mean: bytes.readFloatLE(at + 12),
      dispersion: bytes.readFloatLE(at + 16),
    };
  }
}

/** `learning` of each workload of the hour: all cells of a workload say the same. */
export function learningOf(bytes: Buffer): Map<number, number> {
  const found = new Map<number, number>();
  for (let at = 0; at + SIZE <= bytes.length; at += SIZE) found.set(bytes.readInt32LE(at), bytes.readUInt8(at + 5));
  return found;
}
