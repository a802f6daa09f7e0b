/** How the figure of a bucket came about; where several things happened, the one that took most. Pure: browsers import it. */
export const coverageMethods = [
  /** Everything that was due came. */
  'complete',
  /** For a while nothing at all came although much was due. */
  'silence',
  /** Of everything only a part came. */
  'thinned',
  /** Requests were announced and never completed. */
  'orphans',
  /** The record begins or ends here. */
  'edge',
  /** Too little that is regular: missing events would not be noticed. */
  'unknown',
] as const;

export type CoverageMethod = (typeof coverageMethods)[number];

/** Below this share nothing may learn from a bucket. */
export const LEARN_FROM_PERCENT = 95;
