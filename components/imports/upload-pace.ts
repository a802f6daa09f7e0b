/** Bytes per second of an upload over its last seconds: steadier than the last chunk, quicker than the whole. */
export type PaceSample = { at: number; bytes: number };

const WINDOW_MS = 5000;

/** The samples with a new one; those before the window go. `at` in milliseconds. */
export function addSample(samples: readonly PaceSample[], sample: PaceSample): PaceSample[] {
  return [...samples.filter((old) => sample.at - old.at <= WINDOW_MS), sample];
}

/** Null until there are two moments to compare. */
export function bytesPerSecond(samples: readonly PaceSample[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < 200) return null;
  return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
}
