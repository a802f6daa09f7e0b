/** A thread that checks ranges of blocks: see range-lanes.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { BlockRange } from '@/lib/verify/block-checker';
import { type LaneAnswer, type LaneStart, openLaneHere } from '@/lib/verify/range-lanes';

const lane = await openLaneHere(workerData as LaneStart);
parentPort?.on('message', async (range: BlockRange) => {
  let answer: LaneAnswer;
  try {
    answer = { checked: await lane.check(range) };
  } catch (error) {
    answer = { failure: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
parentPort?.postMessage('ready');
