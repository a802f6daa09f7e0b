import { getWorkloadBaseline } from '@/lib/activity/workload-baseline';
import { found, handle, methods } from '@/lib/api/handle';
import { getWorkloadBaselineOperation } from '@/lib/api/operations/workloads';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getWorkloadBaselineOperation, async ({ path, query }) => {
    const question = {
      id: path.id,
      metric: query.metric,
      step: query.step === '300' ? 300 : 3600,
      time: { from: query.from, to: query.to },
      now: Date.now() * 1000,
    } as const;
    return found('workload', String(path.id), await getWorkloadBaseline(question));
  }),
});
