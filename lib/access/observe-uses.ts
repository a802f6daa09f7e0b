/**
 * What one identity was allowed to do in a window: by counts which verbs on which resources of which namespaces, exactly; by
 * rows the names, where they are asked for and for paths. An identity is whom RBAC asks about: the impersonated user, if any.
 */

import { allowedCombinations } from '@/lib/access/allowed-hours';
import { withLiterals } from '@/lib/access/literal-conditions';
import type { ObservedUse } from '@/lib/access/observed-use';
import type { Span } from '@/lib/access/span';
import { eventFieldNames } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts, type EventCounts } from '@/lib/search/event-counts';
import { type EventFilter, emptyFilter } from '@/lib/search/event-filter';
import { withSearchLimit } from '@/lib/search/search-limit';
import { SearchTimeoutError } from '@/lib/search/search-timeout';

/** Pairs of use and name that are read; more are no rules that anybody would keep. */
export const MAX_NAMES = 20_000;

export type Observation = {
  uses: ObservedUse[];
  events: number;
  /** Days (UTC) with events, in order, as dates. */
  days: string[];
  /** Days (UTC) with events of anybody in the cluster. */
  clusterDays: number;
  /** Whom this identity acted as. */
  impersonated: string[];
  /** `group/resource` on which any request of the cluster succeeded. */
  known: ReadonlySet<string>;
  /** Whether names were left out because there were too many, or reading them took too long. */
  namesLeftOut: boolean;
};

type Counted = {
  uses: (ObservedUse & { combinations: number[] })[];
  events: number;
  days: number[];
  clusterDays: number;
  impersonated: string[];
  known: Set<string>;
  spans: Span[];
};

/** Throws SearchTimeoutError. */
export async function observeUses(question: {
  cluster: string;
  user: string;
  time: EventFilter['time'];
  names: boolean;
}): Promise<Observation> {
  const counted = await countUses(question);
  const named = counted.uses.filter(({ resource }) => question.names || resource === null);
  const names = named.length === 0 ? new Map<number, (string | null)[]>() : await readNames(counted.spans, named);
  return {
    uses: counted.uses.map(({ combinations, ...use }) => ({
      ...use,
      names:
        names === null || !(question.names || use.resource === null)
          ? null
          : [...new Set(combinations.flatMap((combination) => names.get(combination) ?? []))],
    })),
    events: counted.events,
    days: counted.days.map((day) => formatRfc3339(day * MICROSECONDS_PER_DAY).slice(0, 10)),
    clusterDays: counted.clusterDays,
    impersonated: counted.impersonated,
    known: counted.known,
    namesLeftOut: names === null,
  };
}

function countUses({
  cluster,
  user,
  time,
}: {
  cluster: string;
  user: string;
  time: EventFilter['time'];
}): Promise<Counted> {
  return askEventCounts(
    withLiterals({ ...emptyFilter, time }, { cluster: [cluster] }),
    () => MICROSECONDS_PER_HOUR,
    (counts) => {
      const { window, verdicts, visit } = counts;
      const kinds = new CombinationKinds(counts, user);
      const hours = new Set<number>();
      const days = new Set<number>();
      const clusterDays = new Set<number>();
      let events = 0;
      visit((at, combination, count) => {
        if (verdicts[combination] === MATCHES) clusterDays.add(Math.floor(at / MICROSECONDS_PER_DAY));
        if (!kinds.note(combination, count)) return;
        events += count;
        hours.add(Math.floor(at / MICROSECONDS_PER_HOUR));
        days.add(Math.floor(at / MICROSECONDS_PER_DAY));
      });
      return {
        uses: [...kinds.uses.values()],
        events,
        days: [...days].sort((a, b) => a - b),
        clusterDays: clusterDays.size,
        impersonated: [...kinds.impersonated].sort(),
        known: kinds.known,
        spans: [...hours]
          .sort((a, b) => a - b)
          .map((hour) => ({
            from: Math.max(hour * MICROSECONDS_PER_HOUR, window?.from ?? 0),
            to: Math.min((hour + 1) * MICROSECONDS_PER_HOUR, window?.to ?? 0),
          })),
      };
    },
  );
}

/** What each combination is to the question, decided once. */
class CombinationKinds {
  readonly uses = new Map<string, ObservedUse & { combinations: number[] }>();
  readonly impersonated = new Set<string>();
  readonly known = new Set<string>();
  private readonly keyOf: (string | null | undefined)[] = [];
  private readonly isAllowed: (combination: number) => boolean;

  constructor(
    private readonly counts: EventCounts,
    private readonly identity: string,
  ) {
    this.isAllowed = allowedCombinations(counts.dictionary);
  }

  /** Whether its events are allowed ones of the identity. */
  note(combination: number, count: number): boolean {
    let key = this.keyOf[combination];
    if (key === undefined) {
      key = this.decide(combination);
      this.keyOf[combination] = key;
    }
    if (key === null) return false;
    const use = this.uses.get(key);
    if (use) use.events += count;
    return true;
  }

  private decide(combination: number): string | null {
    if (this.counts.verdicts[combination] !== MATCHES) return null;
    const apiGroup = this.textOf('apiGroup', combination);
    const resource = this.textOf('resource', combination);
    const subresource = this.textOf('subresource', combination);
    if (this.textOf('outcome', combination) === 'ok') this.known.add(resourceKey(apiGroup, resource, subresource));
    if (!this.isAllowed(combination)) return null;
    const user = this.textOf('user', combination);
    const impersonatedUser = this.textOf('impersonatedUser', combination);
    if (user === this.identity && impersonatedUser !== null) this.impersonated.add(impersonatedUser);
    if ((impersonatedUser ?? user) !== this.identity) return null;
    const verb = this.textOf('verb', combination) ?? '';
    const namespace = this.textOf('namespace', combination);
    const key = JSON.stringify([verb, apiGroup, resource, subresource, namespace]);
    const use = this.uses.get(key) ?? {
      verb,
      apiGroup,
      resource,
      subresource,
      namespace,
      names: null,
      events: 0,
      combinations: [],
    };
    use.combinations.push(combination);
    this.uses.set(key, use);
    return key;
  }

  private textOf(field: (typeof eventFieldNames)[number], combination: number): string | null {
    const { columns, values } = this.counts.dictionary;
    const term = columns[eventFieldNames.indexOf(field)]?.[combination] ?? 0;
    return term === 0 ? null : (values[term] ?? null);
  }
}

export function resourceKey(apiGroup: string | null, resource: string | null, subresource: string | null): string {
  return JSON.stringify([apiGroup, resource, subresource]);
}

/** By combination; null where there are too many or it takes too long. */
async function readNames(
  spans: readonly Span[],
  uses: readonly { combinations: number[] }[],
): Promise<Map<number, (string | null)[]> | null> {
  const combinations = uses.flatMap((use) => use.combinations);
  try {
    const rows = await withSearchLimit(getPool(), async (client) => {
      const answer = await client.query<[number, string | null]>({
        text: `select distinct e.combination_id, e.name
               from unnest($1::bigint[], $2::bigint[]) as span(span_from, span_to)
               cross join lateral (
                 select combination_id, name from event
                 where at >= span_from and at < span_to and combination_id = any($3::int[])
               ) e limit ${MAX_NAMES + 1}`,
        values: [spans.map((span) => span.from), spans.map((span) => span.to), combinations],
        rowMode: 'array',
      });
      return answer.rows;
    });
    if (rows.length > MAX_NAMES) return null;
    const names = new Map<number, (string | null)[]>();
    for (const [combination, name] of rows) names.set(combination, [...(names.get(combination) ?? []), name]);
    return names;
  } catch (error) {
    if (error instanceof SearchTimeoutError) return null;
    throw error;
  }
}
