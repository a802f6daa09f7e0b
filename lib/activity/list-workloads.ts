/**
 * The workloads that acted in a window: what each did, exactly, from the counts of events, and beside it what the baselines
 * say of it. A workload that the baselines have not come to yet is listed all the same.
 */
import type { WorkloadList, WorkloadRow, WorkloadSort } from '@/lib/activity/activity-answers';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import type { WorkloadActivity } from '@/lib/baselines/deviation-answers';
import { listWorkloadActivity } from '@/lib/baselines/list-workload-activity';
import { getPool } from '@/lib/db/pool';
import { countWorkloads, type WorkloadCounts, type WorkloadsCounted } from '@/lib/search/count-workloads';
import type { EventFilter } from '@/lib/search/event-filter';
import { clientProduct } from '@/lib/workloads/client-product';
import { type PeerGroup, peerGroups } from '@/lib/workloads/peer-groups';
import { parseWorkloadName } from '@/lib/workloads/workload-name';

const MAX_BARS = 32;

/** `search` is a part of the name, upper and lower case alike. Throws SearchTimeoutError. */
export async function listWorkloads(question: {
  filter: EventFilter;
  search: string;
  sort: WorkloadSort;
  limit: number;
}): Promise<WorkloadList> {
  const { rows, ...window } = await readWorkloads(question.filter);
  const wanted = question.search.toLowerCase();
  const found = rows.filter(({ workload }) => workload.toLowerCase().includes(wanted));
  found.sort((a, b) => compare(a, b, question.sort));
  return { total: found.length, ...window, workloads: found.slice(0, question.limit) };
}

/** Of all workloads, by cluster and name, with the groups of those that are alike. */
export async function readWorkloads(
  filter: EventFilter,
): Promise<Omit<WorkloadsCounted, 'workloads'> & { rows: WorkloadRow[] }> {
  const { workloads, ...window } = await countWorkloads({ filter, maxBars: MAX_BARS });
  const [from, to] = [parseRfc3339(window.from ?? ''), parseRfc3339(window.to ?? '')];
  const known = from === null || to === null ? [] : await listWorkloadActivity(getPool(), { from, to });
  const knownOf = new Map(known.map((one) => [`${one.cluster} ${one.name}`, one]));
  const groups = groupWorkloads(workloads);
  const rows = workloads.map((counts) => {
    const peers = groups.get(counts.cluster)?.get(counts.workload)?.members.length ?? 1;
    return toRow(counts, peers - 1, knownOf.get(`${counts.cluster} ${counts.workload}`) ?? null, window);
  });
  return { ...window, rows };
}

function toRow(
  { userAgent, ...counts }: WorkloadCounts,
  peers: number,
  known: WorkloadActivity | null,
  { starts, to }: Pick<WorkloadsCounted, 'starts' | 'to'>,
): WorkloadRow {
  const lastBar = counts.bars.findLastIndex((count) => count > 0);
  const barEnd = starts[lastBar + 1] ?? to ?? '';
  return {
    ...counts,
    id: known?.id ?? null,
    // What is known goes on after the window.
    lastAt: known !== null && known.lastAt < barEnd ? known.lastAt : barEnd,
    client: clientProduct(userAgent),
    peers,
    deviations: known?.deviations ?? 0,
    raised: known?.raised ?? 0,
    learningHoursLeft: known?.learningHoursLeft ?? null,
  };
}

type Named = { cluster: string; workload: string };

/** Peers are looked for within a cluster, among all that acted. */
function groupWorkloads(workloads: readonly WorkloadCounts[]): Map<string, Map<string, PeerGroup>> {
  return groupByCluster(workloads, ({ userAgent }) => clientProduct(userAgent));
}

/** The peer groups of each cluster, by the names of the workloads. */
export function groupByCluster<T extends Named>(
  workloads: readonly T[],
  clientOf: (one: T) => string | null,
): Map<string, Map<string, PeerGroup>> {
  const clusters = new Map<string, T[]>();
  for (const one of workloads) {
    const members = clusters.get(one.cluster);
    if (members) members.push(one);
    else clusters.set(one.cluster, [one]);
  }
  const candidateOf = (one: T) => ({ workload: parseWorkloadName(one.workload), client: clientOf(one), groups: null });
  return new Map([...clusters].map(([cluster, members]) => [cluster, peerGroups(members.map(candidateOf))]));
}

/** Ties in the order of the names, which the counts have and a stable sort keeps. */
function compare(a: WorkloadRow, b: WorkloadRow, sort: WorkloadSort): number {
  if (sort === 'name') return a.workload < b.workload ? -1 : a.workload > b.workload ? 1 : 0;
  if (sort === 'deviations') return b.raised - a.raised || b.deviations - a.deviations || b.requests - a.requests;
  return b[sort] - a[sort];
}
