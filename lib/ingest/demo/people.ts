import type { Microseconds } from '@/lib/audit/microseconds';
import { MICROSECONDS_PER_DAY } from '@/lib/audit/microseconds';
import { type Actor, allowedByClusterRoleBinding, allowedByRoleBinding } from './actors';
import type { ClusterModel } from './cluster-model';

export interface Person {
  username: string;
  /** Berlin and New York, without summer time. */
  hoursFromUTC: 1 | -5;
  address: string;
  /** What the person may do, and where they usually look. */
  role: 'platform' | 'developer' | 'support';
  namespace: 'payments' | 'shop' | 'observability';
  kubectl: string;
}

const OLD_KUBECTL = 'kubectl/v1.33.4 (linux/amd64) kubernetes/74cdb42';
const MAC_KUBECTL = 'kubectl/v1.35.1 (darwin/arm64) kubernetes/6b1ff6a';
const NEW_KUBECTL = 'kubectl/v1.36.2 (linux/amd64) kubernetes/8e16b12';
const LENS = 'Lens/2026.3.251 (darwin/arm64)';

export const people: readonly Person[] = [
  {
    username: 'anna.keller@example.com',
    hoursFromUTC: 1,
    address: '10.8.0.14',
    role: 'platform',
    namespace: 'observability',
    kubectl: NEW_KUBECTL,
  },
  {
    username: 'marco.bianchi@example.com',
    hoursFromUTC: 1,
    address: '10.8.0.22',
    role: 'developer',
    namespace: 'payments',
    kubectl: MAC_KUBECTL,
  },
  {
    username: 'sofie.lind@example.com',
    hoursFromUTC: 1,
    address: '10.8.0.31',
    role: 'developer',
    namespace: 'shop',
    kubectl: OLD_KUBECTL,
  },
  {
    username: 'jonas.weber@example.com',
    hoursFromUTC: 1,
    address: '10.8.0.37',
    role: 'platform',
    namespace: 'payments',
    kubectl: NEW_KUBECTL,
  },
  {
    username: 'priya.raman@example.com',
    hoursFromUTC: -5,
    address: '10.9.0.11',
    role: 'developer',
    namespace: 'payments',
    kubectl: MAC_KUBECTL,
  },
  {
    username: 'david.okafor@example.com',
    hoursFromUTC: -5,
    address: '10.9.0.18',
    role: 'developer',
    namespace: 'shop',
    kubectl: NEW_KUBECTL,
  },
  {
    username: 'emily.chen@example.com',
    hoursFromUTC: -5,
    address: '10.9.0.25',
    role: 'platform',
    namespace: 'shop',
    kubectl: NEW_KUBECTL,
  },
  {
    username: 'tom.reyes@example.com',
    hoursFromUTC: -5,
    address: '10.9.0.40',
    role: 'support',
    namespace: 'shop',
    kubectl: LENS,
  },
];

/** The person who upgrades kubectl on day 8. */
const UPGRADES = 'sofie.lind@example.com';
const UPGRADE_DAY = 8;

export function findPerson(username: string): Person {
  const person = people.find((candidate) => candidate.username === username);
  if (!person) throw new Error(`no person ${username} in the demo`);
  return person;
}

/** `sourceIP` where it is not the person's usual one. */
export function personActor(cluster: ClusterModel, person: Person, at: Microseconds, sourceIP = person.address): Actor {
  const { username, role, namespace } = person;
  const group = role === 'developer' ? `oidc:${namespace}-developers` : `oidc:${role}`;
  const upgraded = username === UPGRADES && at >= cluster.start + UPGRADE_DAY * MICROSECONDS_PER_DAY;
  return {
    user: { username, uid: cluster.uid('people', username), groups: ['oidc:staff', group, 'system:authenticated'] },
    sourceIPs: [sourceIP],
    userAgent: upgraded ? NEW_KUBECTL : person.kubectl,
    reason: (target) => {
      if (role === 'platform')
        return allowedByClusterRoleBinding('platform-admins', 'cluster-admin', `Group "${group}"`);
      if (role === 'support') return allowedByClusterRoleBinding('support-view', 'view', `Group "${group}"`);
      if (target !== namespace) return allowedByClusterRoleBinding('staff-view', 'view', 'Group "oidc:staff"');
      return allowedByRoleBinding(`${namespace}-edit`, namespace, 'ClusterRole "edit"', `Group "${group}"`);
    },
  };
}
