import { handle, methods } from '@/lib/api/handle';
import { getEvidenceOperation } from '@/lib/api/operations/evidence';
import { getEvidenceStatus } from '@/lib/verify/evidence-status';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getEvidenceOperation, getEvidenceStatus),
});
