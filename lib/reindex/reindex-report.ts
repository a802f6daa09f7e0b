/** What a reindex did. Blocks are numbered per cluster. */

export type ReindexedCluster = {
  cluster: string;
  /** Where this run began: after 1 when it went on with an interrupted one. */
  firstBlock: number;
  /** The last block that was looked at. */
  lastBlock: number;
  events: number;
  /** Blocks whose rows or counts were written anew. */
  mendedBlocks: number;
  /** Events that the evidence holds more than once; the index has each once, at its first place. */
  doubledEvents: number;
  /** Blocks whose rows were left alone, because their bytes are not what was written. */
  unreadable: { block: number; reason: string }[];
};

export type ReindexReport = {
  /** False when it was stopped; the next run goes on there. */
  finished: boolean;
  clusters: ReindexedCluster[];
  /** (hour, combination) and (day, combination) whose rows of counts did not fit the evidence. */
  mendedCounts: number;
  /** Index rows of blocks that are not there. */
  strayRows: number;
  /** Values whose text was restored, and combinations and values that meant nothing any more. */
  mendedTerms: number;
  droppedCombinations: number;
  seconds: number;
};

export type ReindexProgress = { cluster: string; blocks: number; blocksTotal: number; mendedBlocks: number };
