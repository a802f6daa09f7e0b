/** The facts of a thing that is to be pinned, as they are now. Each kind asks the domain that answers for it. */
import { formatRfc3339, MICROSECONDS_PER_SECOND, parseRfc3339 } from '@/lib/audit/microseconds';
import { getDeviation } from '@/lib/baselines/list-deviations';
import { getPool } from '@/lib/db/pool';
import { getObjectHistory } from '@/lib/objects/object-history';
import { objectParams, objectWords, readObjectParams } from '@/lib/objects/object-key';
import { getEventDetail } from '@/lib/search/event-detail';
import { type EventFilter, parseEventFilter, serializeEventFilter, withTime } from '@/lib/search/event-filter';
import { printFilter } from '@/lib/search/filter-query';
import { freezeTime } from '@/lib/search/freeze-time';
import { searchHistogram } from '@/lib/search/histogram';
import { getEventProof } from '@/lib/verify/event-proof';
import type { NewPin, NewPinOf } from './case-changes';
import { CaseConflictError, NotInCaseError } from './case-conflict';
import type { Figures, PinFacts } from './pin-facts';

/** Each makes a bar up to sixty times narrower. */
const MOST_NARROWINGS = 3;

export type FrozenPin = {
  subject: string;
  title: string;
  href: string;
  /** Microseconds. */
  at: number | null;
  until: number | null;
  facts: PinFacts;
};

/** Throws NotInCaseError for what is not there, EventRemovedError, CaseConflictError and SearchTimeoutError. */
export function freezePin(pin: NewPin, now: number): Promise<FrozenPin> {
  switch (pin.kind) {
    case 'event':
      return freezeEvent(pin);
    case 'query':
      return freezeQuery(pin, now);
    case 'chart':
      return freezeChart(pin, now);
    case 'object':
      return freezeObject(pin, now);
    case 'deviation':
      return freezeDeviation(pin);
  }
}

async function freezeEvent({ event: id }: NewPinOf<'event'>): Promise<FrozenPin> {
  const detail = await getEventDetail(id);
  if (!detail) throw new NotInCaseError(`There is no event with the id ${id}.`);
  const { row, sentence, evidence } = detail;
  const { block, ordinal, sha256, receivedAt, importFileName } = evidence;
  const proof = await getEventProof(row.cluster, block, ordinal);
  if (!proof || proof.problem !== null) {
    const why = proof?.problem ?? 'its block cannot be read';
    throw new CaseConflictError(`This event cannot be pinned as evidence: ${why}. Run "npm run verify".`);
  }
  const { leaf, eventPath, header, blockHash } = proof;
  const href = `/events?${new URLSearchParams({ cluster: row.cluster, event: row.id })}`;
  const facts = { row, sentence, sha256, block, ordinal, receivedAt, importFileName };
  return {
    subject: row.id,
    title: sentence,
    href,
    at: parseRfc3339(row.at),
    until: null,
    facts: { kind: 'event', ...facts, proof: { leaf, eventPath, header, blockHash } },
  };
}

async function freezeQuery({ query }: NewPinOf<'query'>, now: number): Promise<FrozenPin> {
  const { filter, figures } = await measure(query, now);
  const frozen = serializeEventFilter(filter).toString();
  const text = printFilter(filter);
  return {
    subject: frozen,
    title: text === '' ? 'all events' : text,
    href: `/events?${frozen}`,
    ...spanOf(figures),
    facts: { kind: 'query', query: frozen, text, figures },
  };
}

async function freezeChart({ page, query, title }: NewPinOf<'chart'>, now: number): Promise<FrozenPin> {
  const { filter, figures } = await measure(query, now);
  const frozen = serializeEventFilter(filter).toString();
  // Whatever else is in the address says how the page shows it.
  const shown = serializeEventFilter(filter);
  const known = new Set(shown.keys());
  for (const [name, value] of new URLSearchParams(query)) {
    if (!known.has(name) && name !== 'from' && name !== 'to' && name !== 'event') shown.append(name, value);
  }
  const href = `${page}?${shown}`;
  return { subject: href, title, href, ...spanOf(figures), facts: { kind: 'chart', page, query: frozen, figures } };
}

async function freezeObject({ query }: NewPinOf<'object'>, now: number): Promise<FrozenPin> {
  const params = new URLSearchParams(query);
  const key = readObjectParams(params);
  if (!key) throw new NotInCaseError('The object is not named: expected cluster, resource and name.');
  const time = freezeTime(readFilter(new URLSearchParams(onlyTime(params))), now).time;
  const asked = { key, time, without: [], limit: 1, cursor: null };
  const [newest, oldest] = await Promise.all([
    getObjectHistory({ ...asked, order: 'newest' }),
    getObjectHistory({ ...asked, order: 'oldest' }),
  ]);
  const first = oldest.writes[0]?.event.at ?? null;
  const last = newest.writes[0]?.event.at ?? null;
  const shown = objectParams(key);
  if (time.from !== null) shown.set('from', time.from);
  if (time.to !== null) shown.set('to', time.to);
  const { total: writes, limited, failed } = newest;
  return {
    subject: shown.toString(),
    title: `History of ${objectWords(key)}`,
    href: `/objects?${shown}`,
    at: first === null ? null : parseRfc3339(first),
    until: last === null ? null : parseRfc3339(last),
    facts: { kind: 'object', ...key, writes, limited, failed, first, last },
  };
}

async function freezeDeviation({ deviation: id }: NewPinOf<'deviation'>): Promise<FrozenPin> {
  const deviation = await getDeviation(getPool(), id);
  if (!deviation) throw new NotInCaseError(`There is no deviation with the id ${id}.`);
  return {
    subject: id,
    title: deviation.explanation.sentence,
    href: `/deviations/${id}`,
    at: parseRfc3339(deviation.start),
    until: parseRfc3339(deviation.end),
    facts: { kind: 'deviation', deviation: id, copy: deviation },
  };
}

async function measure(query: string, now: number): Promise<{ filter: EventFilter; figures: Figures }> {
  const asked = readFilter(new URLSearchParams(query));
  const filter = freezeTime(asked, Math.ceil(now / MICROSECONDS_PER_SECOND) * MICROSECONDS_PER_SECOND);
  let figures = await searchHistogram({ filter });
  // An open window is that of all data, in which a few hours would be one bar: drawn again where the events are.
  for (let again = 0; again < MOST_NARROWINGS && figures.total > 0; again++) {
    const { at, until } = spanOf(figures);
    if (at === null || until === null) break;
    const narrow = await searchHistogram({ filter: withTime(filter, formatRfc3339(at), formatRfc3339(until)) });
    if (narrow.total !== figures.total || narrow.from === figures.from) break;
    figures = narrow;
  }
  return { filter, figures };
}

/** Unlike a page, which leaves out what it cannot read: what is kept must be what was meant. */
function readFilter(params: URLSearchParams): EventFilter {
  const { filter, problems } = parseEventFilter(params);
  const [problem] = problems;
  if (problem) throw new CaseConflictError(`The query was not understood: ${problem.parameter}: ${problem.message}.`);
  return filter;
}

function onlyTime(params: URLSearchParams): [string, string][] {
  return [...params].filter(([name]) => name === 'from' || name === 'to');
}

/** From the first bar with an event to the last: to the width of a bar, and never outside of the window. */
function spanOf({ from, to, buckets, bucketSeconds }: Figures): { at: number | null; until: number | null } {
  const starts = buckets
    .filter(({ start, ...counts }) => Object.values(counts).some((count) => count > 0))
    .map(({ start }) => parseRfc3339(start) ?? 0);
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined) {
    return { at: from === null ? null : parseRfc3339(from), until: to === null ? null : parseRfc3339(to) };
  }
  const windowFrom = from === null ? first : (parseRfc3339(from) ?? first);
  const end = last + bucketSeconds * MICROSECONDS_PER_SECOND;
  const windowTo = to === null ? end : (parseRfc3339(to) ?? end);
  return { at: Math.max(first, windowFrom), until: Math.min(end, windowTo) };
}
