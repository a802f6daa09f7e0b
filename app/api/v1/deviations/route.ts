import { allFindings, findDeviations } from '@/lib/activity/find-deviations';
import { handle, methods } from '@/lib/api/handle';
import { answerLines, wantsLines } from '@/lib/api/lines-answer';
import { listDeviationsOperation } from '@/lib/api/operations/workloads';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listDeviationsOperation, async ({ query }, request) => {
    const question = {
      cluster: query.cluster ?? null,
      workloadId: query.workload ?? null,
      kinds: query.kind ? [query.kind] : [],
      severities: query.severity ? [query.severity] : [],
      raised: query.raised === undefined ? null : query.raised === 'true',
      time: { from: query.from, to: query.to },
    };
    const now = Date.now() * 1000;
    if (wantsLines(request)) return answerLines(allFindings(question, now));
    return findDeviations(question, { limit: query.limit, cursor: query.cursor ?? null, now });
  }),
});
