import { found, handle, methods } from '@/lib/api/handle';
import { cancelVerificationOperation } from '@/lib/api/operations/evidence';
import { cancelVerification } from '@/lib/verify/verification-queue';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(cancelVerificationOperation, async ({ path }) =>
    found('verification', path.id, await cancelVerification(path.id)),
  ),
});
