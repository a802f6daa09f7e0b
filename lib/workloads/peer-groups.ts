/**
 * Who is like whom. A young workload has no habits of its own yet and borrows those of its peers; and what is new for one is
 * less of a surprise where its peers do it all the time. Peers are found by what is plain to see and easy to explain: the
 * kind, the client product (the image that sends the requests), the namespace and the set of groups.
 *
 * A workload has keys from the narrowest to the widest, and belongs to the first that three or more share. Everybody with
 * that key is a member, also who has a narrower group as well: so a group never loses members because others got a closer
 * one. The outcome depends on the set of workloads only, not on their order.
 */
import { formatWorkloadName, type WorkloadName } from '@/lib/workloads/workload-name';

/** Below this, "what the others do" would be what one of them does. */
export const SMALLEST_GROUP = 3;

export type PeerCandidate = {
  workload: WorkloadName;
  /** The client product it uses most (client-product.ts); null where it is not known. */
  client: string | null;
  /** The user's groups; null where they are not known: a service account's and a node's follow from their names. */
  groups: readonly string[] | null;
};

export type PeerGroup = {
  /** The key that the members share: JSON, so that no name can pass for another's parts. */
  key: string;
  /** Their names as lib/workloads/workload-name.ts writes them, sorted; the workload itself is among them. */
  members: readonly string[];
};

/** What the workload shares with its peers, from the narrowest to the widest. Nobody and lone components have none. */
export function peerKeys({ workload, client, groups }: PeerCandidate): string[] {
  const { kind, namespace } = workload;
  if (kind === 'Anonymous') return [];
  const groupSet = groups === null ? null : [...new Set(groups)].sort();
  const keys: object[] = [];
  if (client !== null && namespace !== null)
    keys.push({ kind, client, namespace, ...(groupSet && { groups: groupSet }) });
  if (client !== null && groupSet !== null) keys.push({ kind, client, groups: groupSet });
  if (client !== null) keys.push({ kind, client });
  if (groupSet !== null) keys.push({ kind, groups: groupSet });
  if (namespace !== null) keys.push({ kind, namespace });
  // Scheduler, controller manager and API server have nothing in common but their kind.
  if (kind !== 'ControlPlane') keys.push({ kind });
  return keys.map((key) => JSON.stringify(key));
}

/** The peer group of each workload that has one, by the workload's name. */
export function peerGroups(candidates: Iterable<PeerCandidate>): Map<string, PeerGroup> {
  const keysOf = new Map<string, string[]>();
  for (const candidate of candidates) keysOf.set(formatWorkloadName(candidate.workload), peerKeys(candidate));

  const sharedBy = new Map<string, string[]>();
  for (const [name, keys] of keysOf) {
    for (const key of keys) {
      const members = sharedBy.get(key);
      if (members === undefined) sharedBy.set(key, [name]);
      else members.push(name);
    }
  }
  for (const members of sharedBy.values()) members.sort();

  const groups = new Map<string, PeerGroup>();
  for (const [name, keys] of keysOf) {
    const key = keys.find((candidate) => (sharedBy.get(candidate)?.length ?? 0) >= SMALLEST_GROUP);
    if (key !== undefined) groups.set(name, { key, members: sharedBy.get(key) as string[] });
  }
  return groups;
}
