/** Permissions that lead to more, in few lines: by what they lead to, with the places of each. Pure. */
import type { Escalation } from '@/lib/access/escalation';

export type EscalationGroup = { why: string; what: string[] };

/** "list secrets in ci, shop" and "create clusterrolebindings", by why they matter. */
export function groupEscalations(escalations: readonly Escalation[]): EscalationGroup[] {
  const groups = new Map<string, Map<string, (string | null)[]>>();
  for (const { verb, resource, namespace, why } of escalations) {
    const uses = groups.get(why) ?? new Map<string, (string | null)[]>();
    groups.set(why, uses);
    const what = `${verb} ${resource}`;
    uses.set(what, [...(uses.get(what) ?? []), namespace]);
  }
  return [...groups].map(([why, uses]) => ({
    why,
    what: [...uses].map(([what, places]) => {
      if (places.every((place) => place === null)) return what;
      return `${what} in ${[...new Set(places)].map((place) => place ?? 'the whole cluster').join(', ')}`;
    }),
  }));
}
