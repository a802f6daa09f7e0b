import { badRequest } from '@/lib/api/api-error';
import { handle, methods } from '@/lib/api/handle';
import { getIdentityTimelineOperation } from '@/lib/api/operations/identities';
import { getIdentityTimeline } from '@/lib/identities/identity-timeline';
import { namesIdentity } from '@/lib/identities/names-identity';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getIdentityTimelineOperation, ({ query, filter }) => {
    if (!namesIdentity(filter)) {
      const message = 'expected whose timeline: user, impersonatedUser or workload';
      throw badRequest([{ parameter: 'user', given: '', message }]);
    }
    return getIdentityTimeline({ filter, maxBuckets: query.buckets, gapMinutes: query.gap });
  }),
});
