/** What a pack is of: the events of a filter, or what a case holds. Found, frozen and counted before anything is written. */
import { formatRfc3339, MICROSECONDS_PER_SECOND, type Microseconds, parseRfc3339 } from '@/lib/audit/microseconds';
import type { CaseDetail } from '@/lib/cases/case-answers';
import { getCase } from '@/lib/cases/get-case';
import { clusterOf, type FactsOf } from '@/lib/cases/pin-facts';
import { getPool } from '@/lib/db/pool';
import { type FrozenResult, freezeResult } from '@/lib/export/frozen-result';
import { WantedEvents } from '@/lib/export/wanted-events';
import { parsePlace } from '@/lib/search/event-cursor';
import { type EventFilter, emptyFilter, parseEventFilter, withTime } from '@/lib/search/event-filter';
import { escapeValue } from '@/lib/search/value-pattern';
import { PackError } from './pack-error';

export type PackSubject = { query: string } | { case: number };

export type FrozenSubject = {
  /** The filter that was asked for and the same as instants; null for a case, which has several. */
  filter: { asked: EventFilter; frozen: EventFilter } | null;
  case: CaseDetail | null;
  heads: FrozenResult['heads'];
  dictionary: FrozenResult['dictionary'];
  wanted: WantedEvents;
};

/** Throws PackError, SearchTimeoutError, QueryTimeout, and the signal's reason. */
export async function freezeSubject(
  subject: PackSubject,
  now: Microseconds,
  signal: AbortSignal,
): Promise<FrozenSubject> {
  if ('query' in subject) {
    const asked = readFilter(subject.query);
    const { filter: frozen, heads, dictionary, wanted } = await freezeResult(asked, now, signal);
    return { filter: { asked, frozen }, case: null, heads, dictionary, wanted };
  }
  const found = await getCase(subject.case);
  if (!found) throw new PackError(`There is no case ${subject.case}.`);
  const wanted = new WantedEvents();
  // Also for a case without a query: the ends of the logs and the dictionary are those of one moment.
  const first = await freezeResult(withTime(emptyFilter, formatRfc3339(0), formatRfc3339(1)), now, signal);
  await addPinnedEvents(found, wanted);
  for (const filter of filtersOf(found)) wanted.addAll((await freezeResult(filter, now, signal)).wanted);
  return { filter: null, case: found, heads: first.heads, dictionary: first.dictionary, wanted };
}

/** What cannot be read is refused: a pack of less than was asked for would look whole. */
export function readFilter(query: string): EventFilter {
  const { filter, problems } = parseEventFilter(new URLSearchParams(query));
  const [problem] = problems;
  if (problem) throw new PackError(`The query was not understood: ${problem.parameter}: ${problem.message}.`);
  return filter;
}

/** Of what is pinned: queries, the writes on objects, and what is around each pin. Charts are figures, not events. */
function filtersOf({ pins }: CaseDetail): EventFilter[] {
  const filters: EventFilter[] = [];
  for (const { facts, at, until, contextSeconds } of pins) {
    if (facts.kind === 'query') filters.push(readFilter(facts.query));
    if (facts.kind === 'object') filters.push(writesOn(facts));
    if (facts.kind === 'deviation') filters.push(countedBy(facts));
    const from = at === null ? null : parseRfc3339(at);
    if (contextSeconds === 0 || from === null) continue;
    const to = (until === null ? null : parseRfc3339(until)) ?? from;
    const reach = contextSeconds * MICROSECONDS_PER_SECOND;
    const cluster = clusterOf(facts);
    const around = cluster === null ? emptyFilter : withCluster(cluster);
    filters.push(withTime(around, formatRfc3339(from - reach), formatRfc3339(to + reach + 1)));
  }
  return filters;
}

function withCluster(cluster: string): EventFilter {
  return { ...emptyFilter, conditions: { cluster: { include: [escapeValue(cluster)], exclude: [] } } };
}

/** The events that the deviation counted. */
function countedBy({ copy }: FactsOf<'deviation'>): EventFilter {
  return readFilter(new URLSearchParams(copy.explanation.query.map(([name, value]) => [name, value])).toString());
}

function writesOn({ cluster, apiGroup, resource, namespace, name, first, last }: FactsOf<'object'>): EventFilter {
  const is = (value: string | null) => ({ include: [value === null ? null : escapeValue(value)], exclude: [] });
  const filter: EventFilter = {
    ...emptyFilter,
    conditions: {
      cluster: is(cluster),
      apiGroup: is(apiGroup),
      resource: is(resource),
      namespace: is(namespace),
      verb: { include: ['create', 'update', 'patch', 'delete'], exclude: [] },
    },
    name: escapeValue(name),
  };
  const end = last === null ? null : parseRfc3339(last);
  return withTime(filter, first, end === null ? null : formatRfc3339(end + 1));
}

async function addPinnedEvents({ pins }: CaseDetail, wanted: WantedEvents): Promise<void> {
  const places = pins.flatMap(({ facts, gone }) => {
    const place = facts.kind === 'event' && gone === null ? parsePlace(facts.row.id) : null;
    return place ? [place] : [];
  });
  const { rows } = await getPool().query<{ clusterId: number; seq: number; ordinal: number }>(
    `select e.cluster_id as "clusterId", e.block_seq as seq, e.ordinal
     from unnest($1::bigint[], $2::uuid[], $3::int[]) as g(at, hash, cluster_id)
     join event e on e.at = g.at and e.hash = g.hash and e.cluster_id = g.cluster_id`,
    [places.map(({ at }) => at), places.map(({ hash }) => hash), places.map(({ clusterId }) => clusterId)],
  );
  for (const { clusterId, seq, ordinal } of rows) wanted.add(clusterId, seq, ordinal);
}
