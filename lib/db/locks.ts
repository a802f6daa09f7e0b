/**
 * Advisory locks of this database, all in one place so that no two meanings share a number. They are taken inside a
 * transaction and end with it, where nothing else is said.
 */
import type { ClientBase } from 'pg';

const DICTIONARY = 1;
const CLUSTER = 2;
const COVERAGE = 3;
const COUNT_ROWS = 4;
const RETENTION = 5;
const REINDEX = 6;
const TEXT_INDEX = 7;
const BASELINES = 8;
const CHECKPOINT = 11;

/** One writer at a time adds terms and combinations: their ids are then gapless and in commit order. */
export async function lockDictionary(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, 0)', [DICTIONARY]);
}

/** One writer at a time appends to a cluster's evidence: its sequence is then gapless and in commit order. */
export async function lockCluster(client: ClientBase, clusterId: number): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [CLUSTER, clusterId]);
}

/** One process at a time makes the text signatures of a cluster. */
export async function lockTextIndex(client: ClientBase, clusterId: number): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [TEXT_INDEX, clusterId]);
}

/** One process at a time signs a checkpoint of a cluster: each names the one before it. */
export async function lockCheckpoint(client: ClientBase, clusterId: number): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [CHECKPOINT, clusterId]);
}

/** One process at a time measures a cluster's coverage. */
export async function lockCoverage(client: ClientBase, clusterId: number): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [COVERAGE, clusterId]);
}

/** One process at a time learns the baselines of a cluster. */
export async function lockBaselines(client: ClientBase, clusterId: number): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [BASELINES, clusterId]);
}

/** One at a time takes rows of counts away to put others in their place: none is then taken twice, nor overlooked. */
export async function lockCountRows(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, 0)', [COUNT_ROWS]);
}

/** One process at a time drops old events: markers are then numbered in commit order. */
export async function lockRetention(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, 0)', [RETENTION]);
}

/** One process at a time rebuilds the index. False when another one does; held until `unlockReindex`, or the end of the connection. */
export async function tryLockReindex(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1, 0) as locked', [REINDEX]);
  return rows[0]?.locked ?? false;
}

export async function unlockReindex(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_unlock($1, 0)', [REINDEX]);
}
