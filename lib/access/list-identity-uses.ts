/** Every identity with how much it was allowed to do: one pass over the counts of days. */

import { allowedCombinations } from '@/lib/access/allowed-hours';
import { escalationsOf } from '@/lib/access/escalation';
import { identityKind } from '@/lib/access/identity-kind';
import type { IdentityUse, IdentityUses } from '@/lib/access/privilege-answers';
import { eventFieldNames } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_DAY } from '@/lib/audit/microseconds';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import { type EventFilter, emptyFilter } from '@/lib/search/event-filter';

type Tally = {
  cluster: string;
  user: string;
  events: number;
  permissions: Map<string, boolean>;
  namespaces: Set<string>;
  days: Set<number>;
};

/** The filter's conditions on fields and its window count. Throws SearchTimeoutError. */
export function listIdentityUses(question: { filter: EventFilter; limit: number }): Promise<IdentityUses> {
  const { conditions, time } = question.filter;
  return askEventCounts(
    { ...emptyFilter, conditions, time },
    () => MICROSECONDS_PER_DAY,
    ({ window, dictionary, verdicts, visit }) => {
      const isAllowed = allowedCombinations(dictionary);
      const textOf = (field: (typeof eventFieldNames)[number], combination: number) => {
        const term = dictionary.columns[eventFieldNames.indexOf(field)]?.[combination] ?? 0;
        return term === 0 ? null : (dictionary.values[term] ?? null);
      };
      const tallies = new Map<string, Tally>();
      const tallyOf: (Tally | null | undefined)[] = [];
      const days = new Set<number>();
      const decide = (combination: number): Tally | null => {
        if (verdicts[combination] !== MATCHES || !isAllowed(combination)) return null;
        const user = textOf('impersonatedUser', combination) ?? textOf('user', combination);
        if (user === null) return null;
        const cluster = textOf('cluster', combination) ?? '';
        const key = JSON.stringify([cluster, user]);
        const tally = tallies.get(key) ?? {
          cluster,
          user,
          events: 0,
          permissions: new Map(),
          namespaces: new Set(),
          days: new Set(),
        };
        tallies.set(key, tally);
        notePermission(tally, (field) => textOf(field, combination));
        return tally;
      };
      visit((at, combination, count) => {
        let tally = tallyOf[combination];
        if (tally === undefined) {
          tally = decide(combination);
          tallyOf[combination] = tally;
        }
        const day = Math.floor(at / MICROSECONDS_PER_DAY);
        if (verdicts[combination] === MATCHES) days.add(day);
        if (tally === null) return;
        tally.events += count;
        tally.days.add(day);
      });
      const identities = [...tallies.values()].map(toRow).sort(byInterest);
      return {
        total: identities.length,
        windowDays: window === null ? 0 : days.size,
        identities: identities.slice(0, question.limit),
      };
    },
  );
}

function notePermission(tally: Tally, textOf: (field: (typeof eventFieldNames)[number]) => string | null): void {
  const [verb, apiGroup, resource, subresource, namespace] = (
    ['verb', 'apiGroup', 'resource', 'subresource', 'namespace'] as const
  ).map(textOf);
  const key = JSON.stringify([verb, apiGroup, resource, subresource, namespace]);
  if (namespace) tally.namespaces.add(namespace);
  if (tally.permissions.has(key)) return;
  const rule = {
    namespace: namespace ?? null,
    verbs: [verb ?? ''],
    apiGroup: apiGroup === 'core' ? '' : (apiGroup ?? null),
    resources: [subresource ? `${resource}/${subresource}` : (resource ?? '')],
    resourceNames: [],
    nonResourceURLs: [],
    events: 0,
  };
  tally.permissions.set(key, escalationsOf(rule).length > 0);
}

function toRow({ cluster, user, events, permissions, namespaces, days }: Tally): IdentityUse {
  return {
    cluster,
    user,
    kind: identityKind(user),
    events,
    permissions: permissions.size,
    namespaces: namespaces.size,
    escalations: [...permissions.values()].filter((escalates) => escalates).length,
    days: days.size,
    lastDay: formatRfc3339(Math.max(...days) * MICROSECONDS_PER_DAY).slice(0, 10),
  };
}

/** Nodes last: the node authoriser lets them through before RBAC is asked. */
function byInterest(a: IdentityUse, b: IdentityUse): number {
  const nodes = Number(a.kind === 'node') - Number(b.kind === 'node');
  return nodes || b.escalations - a.escalations || b.permissions - a.permissions || (a.user < b.user ? -1 : 1);
}
