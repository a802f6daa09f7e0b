/**
 * Advisory locks of this database, all in one place so that no two meanings share a number. They are taken inside a
 * transaction and end with it.
 */
import type { ClientBase } from 'pg';

const DICTIONARY = 1;
const CLUSTER = 2;
const COVERAGE = 3;
const CHECKPOINT = 11;

/** One writer at a time adds terms and combinations: their ids are then gapless and in commit order. */
export async function lockDictionary(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, 0)', [DICTIONARY]);
}

/** One writer at a time appends to a cluster's evidence: its sequence is then gapless and in commit order. */
export async function lockCluster(client: ClientBase, clusterId: number): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [CLUSTER, clusterId]);
}

/** One process at a time signs a checkpoint of a cluster: each names the one before it. */
export async function lockCheckpoint(client: ClientBase, clusterId: number): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [CHECKPOINT, clusterId]);
}

/** One process at a time measures a cluster's coverage. */
export async function lockCoverage(client: ClientBase, clusterId: number): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1, $2)', [COVERAGE, clusterId]);
}
