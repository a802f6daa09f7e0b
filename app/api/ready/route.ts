// Ready: the database answers, so pages can be shown.

import { findProblem } from '@/lib/server/readiness';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const problem = await findProblem();
  const body = problem ? { status: 'unavailable', problem } : { status: 'ready' };
  return Response.json(body, { status: problem ? 503 : 200, headers: { 'cache-control': 'no-store' } });
}
