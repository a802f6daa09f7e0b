import { SearchProblem } from '@/components/events/search-problem';
import { SpikePanel } from '@/components/spikes/spike-panel';
import type { EventFilter } from '@/lib/search/event-filter';
import { explainSpike } from '@/lib/spikes/explain-spike';
import { DEFAULT_SPIKE_DAYS } from '@/lib/spikes/spike-answers';
import type { AskedSpike } from '@/lib/spikes/spike-parameters';
import { attempt } from './attempt';

const LISTED_VALUES = 5;

export async function SpikeSection({ filter, asked }: { filter: EventFilter; asked: AskedSpike }) {
  const answer = await attempt(() =>
    explainSpike({ filter, ...asked, days: DEFAULT_SPIKE_DAYS, limit: LISTED_VALUES }),
  );
  if (!answer.ok) return <SearchProblem what="The explanation" problem={answer.problem} className="m-3" />;
  return <SpikePanel spike={answer.value} />;
}
