import { handle, methods } from '@/lib/api/handle';
import { explainSpikeOperation } from '@/lib/api/operations/spikes';
import { explainSpike } from '@/lib/spikes/explain-spike';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(explainSpikeOperation, ({ query, filter }) => {
    const { windowFrom, windowTo, against, days, limit } = query;
    return explainSpike({ filter, window: { from: windowFrom, to: windowTo }, against, days, limit });
  }),
});
