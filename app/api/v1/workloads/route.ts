import { listWorkloads } from '@/lib/activity/list-workloads';
import { handle, methods } from '@/lib/api/handle';
import { listWorkloadsOperation } from '@/lib/api/operations/workloads';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listWorkloadsOperation, ({ query, filter }) => listWorkloads({ filter, ...query })),
});
