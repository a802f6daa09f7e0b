import { found, handle, methods } from '@/lib/api/handle';
import { getVerificationOperation } from '@/lib/api/operations/evidence';
import { getVerification } from '@/lib/verify/verification-queue';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getVerificationOperation, async ({ path }) =>
    found('verification', path.id, await getVerification(path.id)),
  ),
});
