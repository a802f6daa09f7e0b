import type { Metadata } from 'next';
import { SearchProblem } from '@/components/events/search-problem';
import { IdentityFinder } from '@/components/identities/identity-finder';
import { IdentityScreen } from '@/components/identities/identity-screen';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';
import { DEFAULT_GAP_MINUTES, getIdentityTimeline } from '@/lib/identities/identity-timeline';
import { identityFields, namesIdentity } from '@/lib/identities/names-identity';
import { type EventFilter, parseEventFilter } from '@/lib/search/event-filter';
import { freezeTime } from '@/lib/search/freeze-time';
import { literalOf } from '@/lib/search/value-pattern';
import { attempt } from '../events/attempt';

export const metadata: Metadata = { title: 'Session timeline' };

const MAX_BUCKETS = 120;

export default async function IdentitiesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = readSearchParams(await searchParams);
  const { filter } = parseEventFilter(params);
  if (!namesIdentity(filter)) return <IdentityFinder cluster={params.get('cluster')} />;
  const frozen = freezeTime(filter, Date.now() * 1000);
  const question = { filter: frozen, maxBuckets: MAX_BUCKETS, gapMinutes: DEFAULT_GAP_MINUTES };
  const answer = await attempt(() => getIdentityTimeline(question));
  if (!answer.ok) return <SearchProblem what="The timeline" problem={answer.problem} className="m-3" />;
  return <IdentityScreen title={titleOf(filter)} timeline={answer.value} />;
}

function titleOf({ conditions }: EventFilter): string {
  return identityFields
    .flatMap((field) => conditions[field]?.include ?? [])
    .map((value) => (value === null ? 'nobody' : (literalOf(value) ?? value)))
    .join(', ');
}
