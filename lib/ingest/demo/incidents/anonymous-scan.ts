import { anonymous } from '../actors';
import type { Send } from '../api-request';
import type { ClusterModel } from '../cluster-model';
import type { Random } from '../random';
import type { ResourceName } from '../resources';
import { incidentTime, SECOND } from './incident-time';

const SCANNER = '192.0.2.44';
const OPEN = ['/version', '/healthz', '/livez', '/readyz'];
const GUESSED = [
  '/',
  '/.env',
  '/.git/config',
  '/admin',
  '/api',
  '/apis',
  '/console',
  '/debug/pprof/',
  '/graphql',
  '/logs/',
  '/metrics',
  '/openapi/v2',
  '/robots.txt',
  '/runningpods/',
  '/swagger.json',
  '/ui',
  '/v2/_catalog',
];
const GUESSED_RESOURCES: ResourceName[] = ['configmaps', 'namespaces', 'nodes', 'pods', 'secrets', 'serviceaccounts'];

/** Day 5, 02:03: a scanner without credentials, 18 minutes, turned away but for the paths that are open to all. */
export function anonymousScan(cluster: ClusterModel, random: Random, send: Send): void {
  const actor = anonymous(SCANNER, 'Mozilla/5.0 (compatible; netprobe/2.1; +https://scanner.example.net)');
  let at = incidentTime(cluster, 5, '02:03');
  for (let i = 0; i < 280; i++) {
    at += random.between(SECOND, 7 * SECOND);
    const luck = random.next();
    if (luck < 0.06) send({ at, actor, verb: 'get', path: random.pick(OPEN) });
    // A made-up bearer token: nobody is known then.
    else if (luck < 0.12) send({ at, actor, verb: 'list', resource: 'secrets', namespace: 'default', code: 401 });
    else if (luck < 0.35)
      send({ at, actor, verb: 'list', resource: random.pick(GUESSED_RESOURCES), query: 'limit=500', code: 403 });
    else send({ at, actor, verb: random.chance(0.05) ? 'post' : 'get', path: random.pick(GUESSED), code: 403 });
  }
}
