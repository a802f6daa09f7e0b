import { getLeastPrivilege } from '@/lib/access/least-privilege';
import { ApiError } from '@/lib/api/api-error';
import { handle, methods } from '@/lib/api/handle';
import { getLeastPrivilegeOperation } from '@/lib/api/operations/access';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getLeastPrivilegeOperation, async ({ query }) => {
    const { cluster, user, from, to, resourceNames, defaults } = query;
    const answer = await getLeastPrivilege({ cluster, user, time: { from, to }, resourceNames, defaults });
    if (answer) return answer;
    const who = user.slice(0, 200);
    throw new ApiError(
      'not_found',
      `Nothing of ${who} was allowed in this window of the cluster ${cluster.slice(0, 200)}.`,
    );
  }),
});
