import { handle, methods } from '@/lib/api/handle';
import { startVerificationOperation } from '@/lib/api/operations/evidence';
import { requestVerification } from '@/lib/verify/verification-queue';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(startVerificationOperation, requestVerification),
});
