/**
 * Observed uses to the rules that allow exactly those. Never a wildcard: a `*` in a request is what somebody typed, not what
 * they need, and a rule made from it would give away everything; such uses are left out and named. Pure.
 */
import type { ObservedRule, ObservedUse, SkippedUse } from '@/lib/access/observed-use';

/** Verbs whose requests name no object when they are authorised, so that names cannot restrict them. */
const NAMELESS_VERBS = new Set(['create', 'deletecollection', 'list', 'watch']);
/** More names than that are no rule that anybody would keep. */
const MAX_RESOURCE_NAMES = 50;
const MAX_PATHS = 200;

const VERB_ORDER = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** Letters of verbs, groups and resources as the API server knows them. */
const WORD = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

export function makeRules(
  uses: readonly ObservedUse[],
  { resourceNames }: { resourceNames: boolean },
): { rules: ObservedRule[]; skipped: SkippedUse[] } {
  const skipped: SkippedUse[] = [];
  const paths = new Map<string, { urls: Set<string>; events: number }>();
  const cells = new Map<string, Cell>();
  for (const use of uses) {
    const why = whyUnusable(use);
    if (why !== null) {
      skipped.push({ use, why });
    } else if (use.resource === null) {
      const { urls, unusable } = usablePaths(use);
      if (unusable > 0) skipped.push({ use, why: `${unusable} of its paths are no paths that a rule can name` });
      const known = paths.get(use.verb) ?? { urls: new Set(), events: 0 };
      for (const url of urls) known.urls.add(url);
      known.events += use.events;
      if (urls.length > 0) paths.set(use.verb, known);
    } else {
      addCell(cells, use, resourceNames);
    }
  }
  return { rules: [...mergeCells([...cells.values()]), ...mergePaths(paths)], skipped };
}

function whyUnusable({ verb, apiGroup, resource, subresource, namespace, names }: ObservedUse): string | null {
  if (resource === null) {
    if (!WORD.test(verb)) return 'its verb is none that a rule can name';
    return names === null ? 'its paths could not be read in time' : null;
  }
  const words = [verb, resource, ...(subresource === null ? [] : subresource.split('/')), apiGroup ?? 'core'];
  if (words.some((word) => !WORD.test(word))) {
    return 'its verb, group or resource is none that a rule can name without allowing more';
  }
  if (namespace !== null && !NAMESPACE.test(namespace)) return 'its namespace cannot exist';
  return null;
}

function usablePaths({ names }: ObservedUse): { urls: string[]; unusable: number } {
  const all = names ?? [];
  const urls = all.filter((name): name is string => name?.startsWith('/') === true && !name.includes('*'));
  return { urls, unusable: all.length - urls.length };
}

/** One verb on one resource of one namespace, for these names. */
type Cell = {
  namespace: string | null;
  apiGroup: string;
  resource: string;
  verb: string;
  /** Null: all. */
  names: Set<string> | null;
  events: number;
};

function addCell(cells: Map<string, Cell>, use: ObservedUse, withNames: boolean): void {
  const { verb, namespace, events } = use;
  const apiGroup = use.apiGroup === null || use.apiGroup === 'core' ? '' : use.apiGroup;
  const resource = use.subresource === null ? (use.resource ?? '') : `${use.resource}/${use.subresource}`;
  const key = JSON.stringify([namespace, apiGroup, resource, verb]);
  const names = withNames ? restrictingNames(use) : null;
  const cell = cells.get(key);
  if (!cell) {
    cells.set(key, { namespace, apiGroup, resource, verb, names, events });
    return;
  }
  cell.events += events;
  const both = cell.names === null || names === null ? null : new Set([...cell.names, ...names]);
  cell.names = both !== null && both.size <= MAX_RESOURCE_NAMES ? both : null;
}

function restrictingNames({ verb, subresource, names }: ObservedUse): Set<string> | null {
  if (names === null || names.length === 0 || names.length > MAX_RESOURCE_NAMES) return null;
  // The name of a created object is in the log but not in what is authorised; that of the object under a subresource is.
  if (NAMELESS_VERBS.has(verb) && !(verb === 'create' && subresource !== null)) return null;
  const known = names.filter((name) => name !== null);
  return known.length === names.length ? new Set(known) : null;
}

/** Verbs of one resource join first, then resources with the same verbs. */
function mergeCells(cells: Cell[]): ObservedRule[] {
  const byResource = group(cells, ({ namespace, apiGroup, resource, names }) => [
    namespace,
    apiGroup,
    resource,
    namesOf(names),
  ]);
  const merged = byResource.map((same) => ({
    ...(same[0] as Cell),
    verbs: sortedVerbs(same.map(({ verb }) => verb)),
    events: sum(same),
  }));
  // Names belong to one resource: others with the same verbs stay apart from it.
  const byVerbs = group(merged, ({ namespace, apiGroup, resource, names, verbs }) => [
    namespace,
    apiGroup,
    verbs,
    names === null ? null : [resource, namesOf(names)],
  ]);
  return byVerbs
    .map((same): ObservedRule => {
      const first = same[0] as Cell & { verbs: string[] };
      return {
        namespace: first.namespace,
        verbs: first.verbs,
        apiGroup: first.apiGroup,
        resources: [...new Set(same.map(({ resource }) => resource))].sort(),
        resourceNames: namesOf(first.names) ?? [],
        nonResourceURLs: [],
        events: sum(same),
      };
    })
    .sort(byPlace);
}

function mergePaths(paths: Map<string, { urls: Set<string>; events: number }>): ObservedRule[] {
  const verbs = [...paths].map(([verb, { urls, events }]) => ({
    verb,
    events,
    urls: [...urls].sort().slice(0, MAX_PATHS),
  }));
  return group(verbs, ({ urls }) => urls).map((same) => ({
    namespace: null,
    verbs: sortedVerbs(same.map(({ verb }) => verb)),
    apiGroup: null,
    resources: [],
    resourceNames: [],
    nonResourceURLs: same[0]?.urls ?? [],
    events: sum(same),
  }));
}

function group<T>(items: readonly T[], keyOf: (item: T) => unknown): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const members = groups.get(key);
    if (members) members.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

function namesOf(names: Set<string> | null): string[] | null {
  return names === null ? null : [...names].sort();
}

function sortedVerbs(verbs: string[]): string[] {
  const place = (verb: string) => (VERB_ORDER.includes(verb) ? VERB_ORDER.indexOf(verb) : VERB_ORDER.length);
  return [...new Set(verbs)].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

function sum(items: readonly { events: number }[]): number {
  return items.reduce((total, { events }) => total + events, 0);
}

function byPlace(a: ObservedRule, b: ObservedRule): number {
  const [placeA, placeB] = [placeOf(a), placeOf(b)];
  return placeA < placeB ? -1 : placeA > placeB ? 1 : 0;
}

function placeOf({ namespace, apiGroup, resources, resourceNames, verbs }: ObservedRule): string {
  return JSON.stringify([namespace ?? '', apiGroup ?? '', resources, resourceNames, verbs]);
}
