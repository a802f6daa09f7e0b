/**
 * The acting workload of an event: who, as a thing that runs and has habits, sent the request. In order: the owner of the
 * pod that the token is bound to, the service account, the node, the control-plane component, the person or client behind
 * the user name, nobody. Written `<Kind> <namespace>/<name>`.
 */

/** Alphabet of the random parts of pod names: no vowels, no 0, 1, 3 (apimachinery's rand.SafeEncodeString). */
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]';
const CRON_JOB_POD = new RegExp(`^(.+)-\\d{8}-${RANDOM}{5}$`);
const DEPLOYMENT_POD = new RegExp(`^(.+)-${RANDOM}{6,10}-${RANDOM}{5}$`);
const GENERATED_POD = new RegExp(`^(.+)-${RANDOM}{5}$`);
const STATEFUL_SET_POD = /^(.+)-\d{1,6}$/;

const SERVICE_ACCOUNT = 'system:serviceaccount:';
const NODE = 'system:node:';

/** The owner that a pod's name speaks of. A DaemonSet's and a Job's pods look alike, hence the open kind `Pods`. */
export function podOwner(podName: string): { kind: string; name: string } {
  let match = CRON_JOB_POD.exec(podName);
  if (match) return { kind: 'CronJob', name: match[1] as string };
  match = DEPLOYMENT_POD.exec(podName);
  if (match) return { kind: 'Deployment', name: match[1] as string };
  match = GENERATED_POD.exec(podName);
  if (match) return { kind: 'Pods', name: match[1] as string };
  match = STATEFUL_SET_POD.exec(podName);
  if (match) return { kind: 'StatefulSet', name: match[1] as string };
  return { kind: 'Pod', name: podName };
}

/** `podName` is user.extra["authentication.kubernetes.io/pod-name"][0], null where the token is bound to no pod. */
export function actingWorkload(username: string | null, podName: string | null): string {
  if (username === null || username === 'system:anonymous') return 'Anonymous';
  if (username.startsWith(SERVICE_ACCOUNT)) {
    const rest = username.slice(SERVICE_ACCOUNT.length);
    const colon = rest.indexOf(':');
    if (colon > 0) {
      const namespace = rest.slice(0, colon);
      if (podName !== null) {
        const owner = podOwner(podName);
        return `${owner.kind} ${namespace}/${owner.name}`;
      }
      return `ServiceAccount ${namespace}/${rest.slice(colon + 1)}`;
    }
  }
  if (username.startsWith(NODE)) return `Node ${username.slice(NODE.length)}`;
  if (username.startsWith('system:') && !username.startsWith('system:bootstrap:')) {
    return `ControlPlane ${username.slice('system:'.length)}`;
  }
  return `User ${username}`;
}
