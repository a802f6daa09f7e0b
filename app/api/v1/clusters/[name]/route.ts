import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { changeClusterOperation } from '@/lib/api/operations/clusters';
import { clusterChangeSchema } from '@/lib/ingest/cluster-answers';
import { changeCluster } from '@/lib/ingest/clusters';
import { currentPerson } from '@/lib/people/current-person';
import { webActor } from '@/lib/people/person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: handle(changeClusterOperation, async ({ path }, request) => {
    const change = await readJsonBody(request, clusterChangeSchema);
    const changed = await changeCluster(path.name, change, webActor(currentPerson(request.headers)));
    return found('cluster', path.name, changed, 'name');
  }),
});
