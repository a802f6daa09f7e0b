/** The workloads that acted in a window, each with what it did and how many are like it. */
import type { WorkloadList, WorkloadRow, WorkloadSort } from '@/lib/activity/activity-answers';
import { countWorkloads, type WorkloadCounts } from '@/lib/search/count-workloads';
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
  const { workloads, ...window } = await countWorkloads({ filter: question.filter, maxBars: MAX_BARS });
  const groups = groupsByCluster(workloads);
  const wanted = question.search.toLowerCase();
  const found = workloads.filter(({ workload }) => workload.toLowerCase().includes(wanted));
  found.sort((a, b) => compare(a, b, question.sort));
  return {
    total: found.length,
    ...window,
    workloads: found.slice(0, question.limit).map((counts) => toRow(counts, groups)),
  };
}

function toRow({ userAgent, ...counts }: WorkloadCounts, groups: Map<string, Map<string, PeerGroup>>): WorkloadRow {
  const group = groups.get(counts.cluster)?.get(counts.workload);
  return { ...counts, client: clientProduct(userAgent), peers: group ? group.members.length - 1 : 0 };
}

/** Peers are looked for within a cluster, among all that acted. */
function groupsByCluster(workloads: readonly WorkloadCounts[]): Map<string, Map<string, PeerGroup>> {
  const clusters = new Map<string, WorkloadCounts[]>();
  for (const counts of workloads) clusters.set(counts.cluster, [...(clusters.get(counts.cluster) ?? []), counts]);
  return new Map(
    [...clusters].map(([cluster, members]) => [
      cluster,
      peerGroups(
        members.map(({ workload, userAgent }) => ({
          workload: parseWorkloadName(workload),
          client: clientProduct(userAgent),
          groups: null,
        })),
      ),
    ]),
  );
}

/** Ties in the order of the names, which `countWorkloads` gives and a stable sort keeps. */
function compare(a: WorkloadCounts, b: WorkloadCounts, sort: WorkloadSort): number {
  return sort === 'name' ? (a.workload < b.workload ? -1 : a.workload > b.workload ? 1 : 0) : b[sort] - a[sort];
}
