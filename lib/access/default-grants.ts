/** What every cluster grants to everybody who is authenticated (system:discovery, system:basic-user, system:public-info-viewer). */
import type { ObservedUse } from '@/lib/access/observed-use';

const PATHS = ['/healthz', '/livez', '/readyz', '/version', '/version/', '/api', '/apis', '/openapi', '/.well-known'];
const PATHS_BELOW = ['/api/', '/apis/', '/openapi/', '/healthz/', '/livez/', '/readyz/', '/.well-known/'];

const SELF_REVIEWS = new Map([
  ['authorization.k8s.io', ['selfsubjectaccessreviews', 'selfsubjectrulesreviews']],
  ['authentication.k8s.io', ['selfsubjectreviews']],
]);

/** The use without what nobody has to be given; null where nothing is left. */
export function withoutDefaults(use: ObservedUse): ObservedUse | null {
  if (use.resource !== null) {
    const isReview = use.verb === 'create' && SELF_REVIEWS.get(use.apiGroup ?? '')?.includes(use.resource);
    return isReview ? null : use;
  }
  if (use.verb !== 'get' || use.names === null) return use;
  const names = use.names.filter((name) => name === null || !isOpenPath(name));
  return names.length === 0 ? null : { ...use, names };
}

function isOpenPath(path: string): boolean {
  return PATHS.includes(path) || PATHS_BELOW.some((start) => path.startsWith(start));
}
