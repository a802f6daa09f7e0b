import { ApiError } from '@/lib/api/api-error';
import { handle, methods } from '@/lib/api/handle';
import { getObjectDiffOperation } from '@/lib/api/operations/objects';
import { getObjectDiff, NoStateError } from '@/lib/objects/object-diff';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getObjectDiffOperation, async ({ query }) => {
    const { name, before = null, after, context } = query;
    try {
      return await getObjectDiff({ name, before, after, context, bookkeeping: query.bookkeeping === 'true' });
    } catch (error) {
      if (error instanceof NoStateError) throw new ApiError('not_found', error.message);
      throw error;
    }
  }),
});
