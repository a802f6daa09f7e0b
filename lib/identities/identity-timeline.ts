/**
 * What an identity did over time, in lanes by where it came from and with what. The lanes are sums of the counts, so that a
 * million events cost what a thousand do; only the sessions are read from rows.
 */
import { eventFieldNames } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_SECOND } from '@/lib/audit/microseconds';
import { type Outcome, outcomes } from '@/lib/audit/outcome';
import { findSessions } from '@/lib/identities/find-sessions';
import type { IdentityLane, IdentityTimeline } from '@/lib/identities/timeline-answers';
import { bucketCount, bucketWidth } from '@/lib/search/bucket-width';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import { type EventFilter, withTime } from '@/lib/search/event-filter';
import { findMatchingSpans } from '@/lib/search/matching-spans';

export const DEFAULT_GAP_MINUTES = 30;
const MAX_LANES = 40;

type Counts = Record<Outcome, number>;
type Lane = { sourceIP: number; userAgent: number; total: number; counts: Counts; marks: Map<number, Counts> };

/** Throws SearchTimeoutError. */
export async function getIdentityTimeline(question: {
  filter: EventFilter;
  maxBuckets: number;
  gapMinutes: number;
}): Promise<IdentityTimeline> {
  const filter = await withOwnEnds(question.filter);
  const [lanes, sessions] = await Promise.all([
    readLanes(filter, question.maxBuckets),
    findSessions(filter, question.gapMinutes),
  ]);
  return { ...lanes, ...sessions, gapMinutes: question.gapMinutes };
}

/** An open end is where the identity's own events begin or end: three days would be a dot in a year of others' events. */
async function withOwnEnds(filter: EventFilter): Promise<EventFilter> {
  const { from, to } = filter.time;
  if (from !== null && to !== null) return filter;
  const { spans } = await findMatchingSpans(filter);
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) return filter;
  return withTime(filter, from ?? formatRfc3339(first.from), to ?? formatRfc3339(last.to));
}

type Lanes = Pick<IdentityTimeline, 'activity' | 'lanes' | 'laneCount' | 'unlisted'>;

function readLanes(filter: EventFilter, maxBuckets: number): Promise<Lanes> {
  return askEventCounts(
    filter,
    (window) => bucketWidth(window, maxBuckets),
    ({ window, width, dictionary, verdicts, visit }) => {
      if (window === null || width === null) return noLanes;
      const columnOf = (name: 'sourceIP' | 'userAgent' | 'outcome') =>
        dictionary.columns[eventFieldNames.indexOf(name)] as Int32Array;
      const [ips, agents, outcomeTerms] = [columnOf('sourceIP'), columnOf('userAgent'), columnOf('outcome')];
      const first = Math.floor(window.from / width);
      const byLane = new Map<string, Lane>();
      const activity = new Map<number, Counts>();
      let total = 0;
      visit((at, combination, count) => {
        if (verdicts[combination] !== MATCHES) return;
        const outcome = outcomes.find((name) => name === dictionary.values[outcomeTerms[combination] as number]);
        const bucket = Math.floor(at / width) - first;
        const lane = laneOf(byLane, ips[combination] as number, agents[combination] as number);
        for (const counts of [lane.counts, countsAt(lane.marks, bucket), countsAt(activity, bucket)]) {
          counts[outcome ?? 'noResponse'] += count;
        }
        lane.total += count;
        total += count;
      });
      const textOf = (term: number) => (term === 0 ? null : (dictionary.values[term] as string));
      const sorted = [...byLane.values()].sort(
        (a, b) => b.total - a.total || a.sourceIP - b.sourceIP || a.userAgent - b.userAgent,
      );
      const listed = sorted.slice(0, MAX_LANES);
      return {
        activity: {
          total,
          from: formatRfc3339(window.from),
          to: formatRfc3339(window.to),
          bucketSeconds: width / MICROSECONDS_PER_SECOND,
          buckets: Array.from({ length: bucketCount(window, width) }, (_, bucket) => ({
            start: formatRfc3339((first + bucket) * width),
            ...(activity.get(bucket) ?? noCounts()),
          })),
        },
        lanes: listed.map(
          (lane): IdentityLane => ({
            sourceIP: textOf(lane.sourceIP),
            userAgent: textOf(lane.userAgent),
            total: lane.total,
            counts: lane.counts,
            marks: [...lane.marks].sort(([a], [b]) => a - b).map(([bucket, counts]) => ({ bucket, ...counts })),
          }),
        ),
        laneCount: sorted.length,
        unlisted: sorted.slice(MAX_LANES).reduce((sum, lane) => sum + lane.total, 0),
      };
    },
  );
}

const noLanes: Lanes = {
  activity: { total: 0, from: null, to: null, bucketSeconds: 0, buckets: [] },
  lanes: [],
  laneCount: 0,
  unlisted: 0,
};

function laneOf(lanes: Map<string, Lane>, sourceIP: number, userAgent: number): Lane {
  const key = `${sourceIP} ${userAgent}`;
  let lane = lanes.get(key);
  if (!lane) {
    lane = { sourceIP, userAgent, total: 0, counts: noCounts(), marks: new Map() };
    lanes.set(key, lane);
  }
  return lane;
}

function countsAt(marks: Map<number, Counts>, bucket: number): Counts {
  let counts = marks.get(bucket);
  if (!counts) {
    counts = noCounts();
    marks.set(bucket, counts);
  }
  return counts;
}

function noCounts(): Counts {
  return { ok: 0, clientError: 0, denied: 0, serverError: 0, noResponse: 0 };
}
