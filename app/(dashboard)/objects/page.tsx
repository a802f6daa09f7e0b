import type { Metadata } from 'next';
import { SearchProblem } from '@/components/events/search-problem';
import { ObjectFinder } from '@/components/objects/object-finder';
import { ObjectsScreen } from '@/components/objects/objects-screen';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';
import { DEFAULT_WRITES, getObjectHistory } from '@/lib/objects/object-history';
import { objectParams, readObjectParams } from '@/lib/objects/object-key';
import { parseEventFilter } from '@/lib/search/event-filter';
import { freezeTime } from '@/lib/search/freeze-time';
import { attempt } from '../events/attempt';

export const metadata: Metadata = { title: 'Object history' };

export default async function ObjectsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = readSearchParams(await searchParams);
  const key = readObjectParams(params);
  if (key === null) return <ObjectFinder given={Object.fromEntries(params)} problem={null} />;
  const { time } = freezeTime(parseEventFilter(params).filter, Date.now() * 1000);
  const order = params.get('order') === 'oldest' ? 'oldest' : 'newest';
  const without = (params.get('without') ?? '').split(',').filter((name) => name !== '');
  const answer = await attempt(() =>
    getObjectHistory({
      key,
      time,
      order,
      without: without.map((name) => (name === '-' ? null : name)),
      limit: DEFAULT_WRITES,
      cursor: null,
    }),
  );
  if (!answer.ok) return <SearchProblem what="The history" problem={answer.problem} className="m-3" />;
  const query = objectParams(key);
  query.set('order', order);
  if (without.length > 0) query.set('without', without.join(','));
  if (time.from !== null) query.set('from', time.from);
  if (time.to !== null) query.set('to', time.to);
  return <ObjectsScreen objectKey={key} history={answer.value} order={order} query={query.toString()} />;
}
