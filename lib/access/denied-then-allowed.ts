/**
 * Denied, then allowed: for each refused request the permission that was missing, the first time that the same request of the
 * same identity was allowed, and the writes on roles and bindings in between that can be why.
 */

import { type AllowedHours, findAllowedHours } from '@/lib/access/allowed-hours';
import { changeRelevances, relevanceOf } from '@/lib/access/change-relevance';
import type { Denied, DeniedPage, RbacChange } from '@/lib/access/denied-answers';
import {
  type DeniedGroup,
  type DeniedGroups,
  deniedFilter,
  findDeniedGroups,
  type Place,
  requestFields,
  termKeyOf,
} from '@/lib/access/denied-groups';
import { findFirstAllowed, findTransition, type Transition } from '@/lib/access/find-transition';
import { withLiterals } from '@/lib/access/literal-conditions';
import { type Permission, permissionWords } from '@/lib/access/permission';
import { parseGrant, REASON_ANNOTATION } from '@/lib/access/rbac-reason';
import { findRbacWrites, type RbacWrites, type StoredRbacWrite } from '@/lib/access/rbac-writes';
import type { Span } from '@/lib/access/span';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { asText, readField } from '@/lib/audit/untrusted';
import { getCountCube } from '@/lib/search/count-cube';
import { BadCursorError, formatPlace } from '@/lib/search/event-cursor';
import { type EventFilter, emptyFilter, serializeEventFilter } from '@/lib/search/event-filter';
import { freezeTime } from '@/lib/search/freeze-time';
import { readOriginals } from '@/lib/search/read-originals';
import { shareSearch } from '@/lib/search/share-search';
import { escapeValue } from '@/lib/search/value-pattern';

export const DEFAULT_DENIED = 25;
export const MAX_DENIED = 100;
/** Groups whose first success is looked for in one go. */
const GROUPS_AT_ONCE = 200;
/** Writes that are opened for one page. */
const MAX_WRITES = 1000;

export type DeniedQuestion = {
  /** Conditions on fields and the window; others are not looked at. */
  filter: EventFilter;
  /** Only requests that were allowed later. */
  onlyAllowed: boolean;
  limit: number;
  cursor: string | null;
};

type Found = DeniedGroups & {
  hours: Map<string, AllowedHours>;
  combinationsOf: (termKey: string) => number[];
};

/** Throws BadCursorError and SearchTimeoutError. */
export async function listDenied(question: DeniedQuestion): Promise<DeniedPage> {
  const filter = freezeTime(
    { ...emptyFilter, conditions: question.filter.conditions, time: question.filter.time },
    Date.now() * 1000,
  );
  const found = await shareSearch(['denied', filter], () => findGroups(filter));
  const after = question.cursor === null ? null : found.groups.findIndex((group) => keyOf(group) === question.cursor);
  if (after === -1) throw new BadCursorError(question.cursor ?? '');
  const groups = found.groups.slice(after === null ? 0 : after + 1);
  const page: { group: DeniedGroup; transition: Transition | null }[] = [];
  let more = false;
  // Where all are listed, those of the page are enough.
  const step = question.onlyAllowed ? GROUPS_AT_ONCE : question.limit + 1;
  for (let at = 0; at < groups.length && !more; at += step) {
    const some = groups.slice(at, at + step);
    const firsts = await findFirstAllowed(
      some.flatMap((group) => {
        const hours = found.hours.get(group.termKey);
        return hours ? [{ group, hours }] : [];
      }),
    );
    for (const group of some) {
      const [allowedAt, hours] = [firsts.get(group), found.hours.get(group.termKey)];
      const transition =
        allowedAt === undefined || hours === undefined
          ? null
          : await findTransition(group, allowedAt, hours, { ...found.where, combinationsOf: found.combinationsOf });
      if (question.onlyAllowed && transition === null) continue;
      if (page.length === question.limit) {
        more = true;
        break;
      }
      page.push({ group, transition });
    }
  }
  const writes = await findWritesBetween(page);
  const last = page.at(-1);
  return {
    total: found.groups.length,
    limited: found.limited,
    denied: await Promise.all(page.map(({ group, transition }) => toAnswer(group, transition, filter, writes))),
    nextCursor: more && last ? keyOf(last.group) : null,
  };
}

/** By cluster: the writes on roles and bindings from the first denial of the page to its last success. */
async function findWritesBetween(
  page: readonly { group: DeniedGroup; transition: Transition | null }[],
): Promise<Map<string, RbacWrites>> {
  const spans = new Map<string, Span>();
  for (const { group, transition } of page) {
    if (transition === null) continue;
    const cluster = group.values.cluster ?? '';
    const span = spans.get(cluster) ?? { from: Number.POSITIVE_INFINITY, to: 0 };
    spans.set(cluster, {
      from: Math.min(span.from, transition.lastDenied.at),
      to: Math.max(span.to, transition.allowed.at),
    });
  }
  const writes = new Map<string, RbacWrites>();
  for (const [cluster, { from, to }] of spans) {
    const verbs = ['create', 'update', 'patch'];
    writes.set(cluster, await findRbacWrites({ cluster, from, to, verbs, limit: MAX_WRITES }));
  }
  return writes;
}

async function findGroups(filter: EventFilter): Promise<Found> {
  const found = await findDeniedGroups(filter);
  const hours =
    found.groups.length === 0
      ? new Map<string, AllowedHours>()
      : await findAllowedHours(filter.time, new Set(found.groups.map(({ termKey }) => termKey)));
  const cube = getCountCube();
  const byKey = new Map<string, number[]>();
  await cube.ask(
    () => [],
    () => {
      for (const combination of found.where.combinations) {
        const key = termKeyOf(cube.dictionary.columns, combination);
        byKey.set(key, [...(byKey.get(key) ?? []), combination]);
      }
    },
  );
  return { ...found, hours, combinationsOf: (termKey) => byKey.get(termKey) ?? [] };
}

/** Names the group wherever it stands: others may be denied meanwhile, and the list then begins with them. */
function keyOf({ termKey, name, first }: DeniedGroup): string {
  return Buffer.from(JSON.stringify([termKey, name, first.at])).toString('base64url');
}

async function toAnswer(
  group: DeniedGroup,
  transition: Transition | null,
  filter: EventFilter,
  writes: ReadonlyMap<string, RbacWrites>,
): Promise<Denied> {
  const permission = permissionOf(group);
  return {
    key: keyOf(group),
    cluster: group.values.cluster ?? '',
    user: group.values.user,
    impersonatedUser: group.values.impersonatedUser,
    permission: { ...permission, words: permissionWords(permission) },
    denied: { count: group.count, first: momentOf(group.first, group), last: momentOf(group.last, group) },
    allowed: transition === null ? null : await explainTransition(group, transition, permission, writes),
    query: serializeEventFilter(groupFilter(group, filter)).toString(),
  };
}

function permissionOf({ values, name }: DeniedGroup): Permission {
  const { verb, apiGroup, resource, subresource, namespace } = values;
  return { verb: verb ?? '', apiGroup, resource, subresource, namespace, name };
}

function momentOf({ at, hash }: Place, { clusterId }: DeniedGroup) {
  return { id: formatPlace({ at, hash, clusterId }), at: formatRfc3339(at) };
}

function groupFilter({ values, name }: DeniedGroup, filter: EventFilter): EventFilter {
  const literals = Object.fromEntries(requestFields.map((field) => [field, [values[field]]]));
  const found = deniedFilter(withLiterals({ ...emptyFilter, time: filter.time }, literals));
  return name === null ? found : { ...found, name: escapeValue(name) };
}

async function explainTransition(
  group: DeniedGroup,
  { allowed, lastDenied }: Transition,
  permission: Permission,
  writesOf: ReadonlyMap<string, RbacWrites>,
): Promise<NonNullable<Denied['allowed']>> {
  const [event] = await readOriginals([allowed]);
  const reason = asText(readField(event, 'annotations', REASON_ANNOTATION));
  const grant = reason === null ? null : parseGrant(reason);
  const found = writesOf.get(group.values.cluster ?? '') ?? { writes: [], limited: false };
  const writes = found.writes.filter((write) => write.at >= lastDenied.at && write.at <= allowed.at);
  const identity = {
    user: group.values.impersonatedUser ?? group.values.user ?? '',
    groups: groupsOf(event, group.values.impersonatedUser !== null),
  };
  return {
    ...momentOf(allowed, group),
    lastDenied: momentOf(lastDenied, group),
    reason,
    grant,
    changes: relevantChanges(writes, { identity, permission, grant }),
    writes: writes.length,
    // Those that were not read are older than all that were.
    moreWrites: found.limited && (found.writes.at(-1)?.at ?? 0) > lastDenied.at,
  };
}

function groupsOf(event: unknown, impersonated: boolean): string[] {
  const groups = readField(event, impersonated ? 'impersonatedUser' : 'user', 'groups');
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
}

/** What the authoriser named first, then the newest. */
function relevantChanges(writes: readonly StoredRbacWrite[], allowed: Parameters<typeof relevanceOf>[1]): RbacChange[] {
  return writes
    .flatMap((write): RbacChange[] => {
      const relevance = relevanceOf(write, allowed);
      if (relevance === null) return [];
      const { id, at, by, verb, kind, namespace, name } = write;
      return [{ id, at: formatRfc3339(at), by, verb, kind, namespace, name, relevance }];
    })
    .sort((a, b) => changeRelevances.indexOf(a.relevance) - changeRelevances.indexOf(b.relevance));
}
