import type { ApiRequest } from './api-request';
import type { Random } from './random';

/** Failures of an ordinary day. Most requests pass through unchanged. */
export function withMishap(request: ApiRequest, random: Random): ApiRequest {
  const luck = random.next();
  if (request.code !== undefined || luck > 0.012) return request;
  const writes = request.verb === 'update' || request.verb === 'patch';
  if (writes && luck < 0.009) return { ...request, code: 409 };
  if (request.verb === 'get' && request.resource && request.name && luck < 0.003) return { ...request, code: 404 };
  if (request.verb === 'list' && luck < 0.003) return { ...request, code: 429 };
  if (request.verb === 'watch' && luck < 0.002) return { ...request, code: 429 };
  if (luck > 0.0112 && luck < 0.0116) return { ...request, code: 500, duration: 7_000_000 };
  if (luck >= 0.0116 && luck < 0.0118) return { ...request, code: 504, duration: 60_000_000 };
  // An expired token: the user is not known, so nothing of the grant applies.
  if (luck >= 0.0118 && request.actor.user.extra) return { ...request, code: 401 };
  return request;
}
