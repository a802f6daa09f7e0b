import { EventHistogram } from '@/components/events/event-histogram';
import { SearchProblem } from '@/components/events/search-problem';
import { readChartGaps } from '@/lib/coverage/read-coverage';
import type { EventFilter } from '@/lib/search/event-filter';
import { searchHistogram } from '@/lib/search/histogram';
import { chartWindow } from '../chart-window';
import { attempt } from './attempt';

const MAX_BARS = 120;

export async function HistogramSection({ filter }: { filter: EventFilter }) {
  const answer = await attempt(() => searchHistogram({ filter, maxBuckets: MAX_BARS }));
  if (!answer.ok) return <SearchProblem what="The chart" problem={answer.problem} className="m-3" />;
  const gaps = await readChartGaps(chartWindow(filter, answer.value));
  return <EventHistogram histogram={answer.value} gaps={gaps} />;
}
