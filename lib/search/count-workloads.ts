/** What each workload did in a window, as exact sums of the counts. */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_SECOND } from '@/lib/audit/microseconds';
import { bucketCount, bucketWidth } from '@/lib/search/bucket-width';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';
import { DENIED, FAILED, REQUEST, requestMarks, WRITE } from '@/lib/search/request-marks';
import type { TermDictionary } from '@/lib/search/term-dictionary';

export type WorkloadCounts = {
  cluster: string;
  workload: string;
  requests: number;
  writes: number;
  /** Of the requests, those with outcome 4xx, denied or 5xx; and of these, the denied ones. */
  failed: number;
  denied: number;
  /** Requests and failed requests per bar. */
  bars: number[];
  failedBars: number[];
  /** The user agent that sent most of the requests. */
  userAgent: string | null;
};

export type WorkloadsCounted = {
  from: string | null;
  to: string | null;
  bucketSeconds: number;
  /** Starts of the bars. */
  starts: string[];
  /** By cluster and name. */
  workloads: WorkloadCounts[];
};

type Group = WorkloadCounts & { agents: Map<number, number> };

/** Throws SearchTimeoutError. */
export function countWorkloads(question: { filter: EventFilter; maxBars: number }): Promise<WorkloadsCounted> {
  return askEventCounts(
    question.filter,
    (window) => bucketWidth(window, question.maxBars),
    ({ window, width, dictionary, verdicts, visit }) => {
      if (window === null || width === null)
        return { from: null, to: null, bucketSeconds: 0, starts: [], workloads: [] };
      const first = Math.floor(window.from / width);
      const bars = bucketCount(window, width);
      const columnOf = (name: EventFieldName) => dictionary.columns[eventFieldNames.indexOf(name)] as Int32Array;
      const [clusters, names, agents] = [columnOf('cluster'), columnOf('workload'), columnOf('userAgent')];
      const marks = requestMarks(dictionary);
      const groups = new Map<string, Group>();
      visit((at, combination, count) => {
        const mark = marks[combination] as number;
        if (verdicts[combination] !== MATCHES || (mark & REQUEST) === 0) return;
        const key = `${clusters[combination]} ${names[combination]}`;
        let group = groups.get(key);
        if (!group) {
          group = emptyGroup(textOf(dictionary, clusters[combination]), textOf(dictionary, names[combination]), bars);
          groups.set(key, group);
        }
        const bar = Math.floor(at / width) - first;
        group.requests += count;
        group.bars[bar] = (group.bars[bar] ?? 0) + count;
        if (mark & WRITE) group.writes += count;
        if (mark & FAILED) {
          group.failed += count;
          group.failedBars[bar] = (group.failedBars[bar] ?? 0) + count;
        }
        if (mark & DENIED) group.denied += count;
        const agent = agents[combination] as number;
        group.agents.set(agent, (group.agents.get(agent) ?? 0) + count);
      });
      return {
        from: formatRfc3339(window.from),
        to: formatRfc3339(window.to),
        bucketSeconds: width / MICROSECONDS_PER_SECOND,
        starts: Array.from({ length: bars }, (_, bar) => formatRfc3339((first + bar) * width)),
        workloads: [...groups.values()].map((group) => withUserAgent(group, dictionary)).sort(byName),
      };
    },
  );
}

function emptyGroup(cluster: string, workload: string, bars: number): Group {
  const none = () => new Array<number>(bars).fill(0);
  const counts = { requests: 0, writes: 0, failed: 0, denied: 0, bars: none(), failedBars: none() };
  return { cluster, workload, ...counts, userAgent: null, agents: new Map() };
}

function withUserAgent({ agents, ...counts }: Group, dictionary: TermDictionary): WorkloadCounts {
  let most: [string, number] | null = null;
  for (const [term, count] of agents) {
    const agent = textOf(dictionary, term);
    if (agent === '') continue;
    if (most === null || count > most[1] || (count === most[1] && agent < most[0])) most = [agent, count];
  }
  return { ...counts, userAgent: most?.[0] ?? null };
}

function textOf(dictionary: TermDictionary, term: number | undefined): string {
  return dictionary.values[term ?? 0] ?? '';
}

function byName(a: WorkloadCounts, b: WorkloadCounts): number {
  if (a.cluster !== b.cluster) return a.cluster < b.cluster ? -1 : 1;
  return a.workload < b.workload ? -1 : 1;
}
