/**
 * Where ranges of blocks are checked: on threads of their own with a connection each, all in one snapshot of the database. With
 * no threads (a small log, a test) on this one.
 */
import { Worker } from 'node:worker_threads';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { createPool } from '@/lib/db/pool';
import { BlockChecker, type BlockRange, type CheckedRange } from '@/lib/verify/block-checker';

export type LaneStart = { url: string; snapshot: string; seed: number };
export type LaneAnswer = { checked: CheckedRange } | { failure: string };

export interface RangeLane {
  check(range: BlockRange): Promise<CheckedRange>;
  close(): Promise<void>;
}

export async function openLanes(threads: number, start: LaneStart): Promise<RangeLane[]> {
  if (threads === 0) return [await openLaneHere(start)];
  return Promise.all(Array.from({ length: threads }, () => openThread(start)));
}

export async function openLaneHere({ url, snapshot, seed }: LaneStart): Promise<RangeLane> {
  const pool = createPool(url, { max: 1, statement_timeout: 0 });
  const client = await enterSnapshot(pool, snapshot);
  return {
    ...laneOn(client, seed),
    close: async () => {
      client.release(true);
      await pool.end();
    },
  };
}

/** On a connection that is in a transaction of the caller's. */
export function laneOn(client: ClientBase, seed: number): RangeLane {
  const checker = new BlockChecker(client, seed);
  return { check: (range) => checker.check(range), close: async () => undefined };
}

async function enterSnapshot(pool: Pool, snapshot: string): Promise<PoolClient> {
  // It is made by PostgreSQL; the statement takes no bound value.
  if (!/^[0-9A-F-]+$/i.test(snapshot)) throw new Error('not the name of a snapshot');
  const client = await pool.connect();
  await client.query('begin isolation level repeatable read read only');
  await client.query(`set transaction snapshot '${snapshot}'`);
  return client;
}

function openThread(start: LaneStart): Promise<RangeLane> {
  const worker = new Worker(new URL('./verify-worker-entry.mjs', import.meta.url), { workerData: start, execArgv: [] });
  let waiting: { resolve(range: CheckedRange): void; reject(error: Error): void } | null = null;
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure ??= error;
    waiting?.reject(error);
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('a thread of the verification ended')));
  const lane: RangeLane = {
    check: (range) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        waiting = { resolve, reject };
        worker.postMessage(range);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
  return new Promise((resolve, reject) => {
    waiting = { resolve: () => undefined, reject };
    worker.on('message', (message: 'ready' | LaneAnswer) => {
      if (message === 'ready') resolve(lane);
      else if ('failure' in message) waiting?.reject(new Error(message.failure));
      else waiting?.resolve(message.checked);
    });
  });
}
