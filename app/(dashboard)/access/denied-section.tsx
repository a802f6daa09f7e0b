import { DeniedList } from '@/components/access/denied-list';
import { SearchProblem } from '@/components/events/search-problem';
import { DEFAULT_DENIED, listDenied } from '@/lib/access/denied-then-allowed';
import { BadCursorError } from '@/lib/search/event-cursor';
import type { EventFilter } from '@/lib/search/event-filter';
import { attempt } from '../events/attempt';

export async function DeniedSection({ filter, params }: { filter: EventFilter; params: URLSearchParams }) {
  const all = params.get('all') === 'true';
  const question = { filter, onlyAllowed: !all, limit: DEFAULT_DENIED };
  const answer = await attempt(async () => {
    try {
      return await listDenied({ ...question, cursor: params.get('cursor') });
    } catch (error) {
      // A link from yesterday may begin at a request that the window has left behind.
      if (error instanceof BadCursorError) return listDenied({ ...question, cursor: null });
      throw error;
    }
  });
  if (!answer.ok) return <SearchProblem what="The list of denials" problem={answer.problem} className="m-4" />;
  return <DeniedList page={answer.value} all={all} />;
}
