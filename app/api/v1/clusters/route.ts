import { handle, methods } from '@/lib/api/handle';
import { listClustersOperation } from '@/lib/api/operations/clusters';
import { getClusterOverview } from '@/lib/retention/cluster-overview';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listClustersOperation, () => getClusterOverview()),
});
