/** The tables deviation and incident, written as the engine goes. */
import type { PoolClient } from 'pg';
import type { Combinations } from '@/lib/baselines/combinations';
import { type Engine, MODEL_VERSION } from '@/lib/baselines/engine';
import { explain, windowOf } from '@/lib/baselines/explain';
import { groupIncidents, type IncidentMember, uuidOf } from '@/lib/baselines/incidents';
import { kindOf } from '@/lib/baselines/kind-of';
import type { OpenDeviation } from '@/lib/baselines/open-deviation';
import { hashOf, packWorkload } from '@/lib/baselines/serialize-state';
import { type BucketFacts, loadFacts } from '@/lib/baselines/store-facts';
import type { WorkloadState } from '@/lib/baselines/workload-state';

const BUCKET = 300_000_000;
/** An event may come so late and still be counted in time. */
const LATENESS = 60_000_000;
const EVENTS_SHOWN = 3;

export type Place = { clusterId: number; cluster: string };

/** The same deviation has the same id, whenever it is found. */
export function deviationId(cluster: string, workload: string, { family, start }: OpenDeviation): string {
  return uuidOf(JSON.stringify([cluster, workload, family, start]));
}

export async function saveDeviations(
  client: PoolClient,
  place: Place,
  engine: Engine,
  combinations: Combinations,
  ids: ReadonlyMap<string, number>,
  changed: ReadonlyMap<OpenDeviation, WorkloadState>,
): Promise<void> {
  const { clusterId, cluster } = place;
  const facts = new Map<number, BucketFacts>();
  for (const [deviation, workload] of changed) {
    await readWindow(client, clusterId, windowOf(deviation), facts);
    const own = [...facts.values()];
    const explained = explain(engine, cluster, workload, deviation, own, (id) => combinations.get(id));
    const { explanation, from, to } = explained;
    const { rows: events } = await client.query<{ at: number; hash: string }>(
      `select at, hash::text as hash from event
       where at >= $1::bigint and at < $2::bigint and cluster_id = $3 and combination_id = any($4::int[])
       order by at, hash limit ${EVENTS_SHOWN}`,
      [from, to, clusterId, explained.combinations],
    );
    explanation.eventIDs = events.map(({ at, hash }) => `${at}-${hash.replaceAll('-', '')}-${clusterId}`);
    const raisedIn = deviation.raisedIn ?? deviation.last;
    await client.query(
      `insert into deviation (id, cluster_id, workload_id, actor, kind, metric, start_at, end_at, raised_at, score, surprise,
         severity, raised, explanation, model_version, state_hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
       on conflict (id) do update set actor = excluded.actor, kind = excluded.kind, metric = excluded.metric,
         end_at = excluded.end_at, raised_at = excluded.raised_at, score = excluded.score, surprise = excluded.surprise,
         severity = excluded.severity, raised = excluded.raised, explanation = excluded.explanation,
         model_version = excluded.model_version, state_hash = excluded.state_hash`,
      [
        deviationId(cluster, workload.name, deviation),
        clusterId,
        ids.get(workload.name),
        explained.actor,
        kindOf(deviation),
        explained.metric,
        deviation.start * BUCKET,
        (deviation.last + 1) * BUCKET,
        (raisedIn + 1) * BUCKET + LATENESS,
        deviation.score,
        deviation.surprise,
        explained.severity,
        deviation.raisedIn !== null,
        explanation,
        MODEL_VERSION,
        hashOf(packWorkload(workload, engine.next)),
      ],
    );
  }
}

async function readWindow(
  client: PoolClient,
  clusterId: number,
  window: { from: number; to: number },
  facts: Map<number, BucketFacts>,
): Promise<void> {
  const missing: number[] = [];
  for (let bucket = window.from; bucket < window.to; bucket++) if (!facts.has(bucket)) missing.push(bucket);
  const [first] = missing;
  if (first === undefined) return;
  const last = missing[missing.length - 1] as number;
  for (const fact of await loadFacts(client, clusterId, { from: first, to: last + 1 })) facts.set(fact.bucket, fact);
}

/** Made anew from the deviations that were raised; what did not change keeps its id. */
export async function saveIncidents(client: PoolClient, clusterId: number): Promise<void> {
  const { rows } = await client.query<IncidentMember & { news: { dimension: string; value: string }[] }>(
    `select d.id, w.name as workload, d.start_at as start, d.end_at as end, d.severity, d.score,
            d.explanation->>'sentence' as sentence, d.explanation->'news' as news
     from deviation d join workload w on w.id = d.workload_id where d.cluster_id = $1 and d.raised`,
    [clusterId],
  );
  const incidents = groupIncidents(
    rows.map(({ news, ...row }) => ({
      ...row,
      shared: news
        .filter(({ dimension }) => dimension === 'network' || dimension === 'client' || dimension === 'identity')
        .map(({ dimension, value }) => `${dimension} ${value}`),
    })),
  );
  await client.query('delete from incident where cluster_id = $1', [clusterId]);
  await client.query(
    `insert into incident (id, cluster_id, title, start_at, end_at, severity, count)
     select u.id, $1, u.title, u.start_at, u.end_at, u.severity, u.count
     from unnest($2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::int[])
       as u(id, title, start_at, end_at, severity, count)`,
    [
      clusterId,
      incidents.map(({ id }) => id),
      incidents.map(({ title }) => title),
      incidents.map(({ start }) => start),
      incidents.map(({ end }) => end),
      incidents.map(({ severity }) => severity),
      incidents.map(({ members }) => members.length),
    ],
  );
  await client.query(
    `update deviation d set incident_id = u.incident
     from unnest($2::uuid[], $3::uuid[]) as u(id, incident) where d.id = u.id and d.cluster_id = $1`,
    [
      clusterId,
      incidents.flatMap(({ members }) => members),
      incidents.flatMap(({ id, members }) => members.map(() => id)),
    ],
  );
}
