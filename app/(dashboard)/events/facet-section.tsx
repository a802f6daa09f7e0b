import { FacetRail } from '@/components/events/facet-rail';
import { SearchProblem } from '@/components/events/search-problem';
import type { EventFilter } from '@/lib/search/event-filter';
import { searchFacets } from '@/lib/search/facets';
import { attempt } from './attempt';

const LISTED_VALUES = 8;

export async function FacetSection({ filter }: { filter: EventFilter }) {
  const answer = await attempt(() => searchFacets({ filter, limit: LISTED_VALUES }));
  if (!answer.ok) return <SearchProblem what="The facets" problem={answer.problem} className="m-3" />;
  return <FacetRail facets={answer.value} searched={filter} />;
}
