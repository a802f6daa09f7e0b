import type { Microseconds } from '@/lib/audit/microseconds';
import { basicUserReason, discoveryReason } from './actors';
import { type ApiRequest, codeOf, isLongRunning, requestURI } from './api-request';
import type { AuditEventLine, ObjectReference, Stage } from './audit-event';
import { levelOf, stagesOf } from './audit-policy';
import type { Random } from './random';
import { findResource } from './resources';
import { responseStatusOf } from './response-status';
import { formatTimestamp } from './timestamp';

/** An event and the time at which kube-apiserver writes it, by which the log is ordered. */
export interface TimedEvent {
  stageAt: Microseconds;
  event: AuditEventLine;
}

const MILLISECOND = 1_000;
const MINUTE = 60_000_000;

/** The audit events of a request: one, or up to three where the policy keeps more stages. */
export function expandRequest(request: ApiRequest, random: Random): TimedEvent[] {
  const code = codeOf(request);
  const level = levelOf(request);
  const auditID = random.uuid();
  const firstByte = request.at + random.between(1_200, 9 * MILLISECOND);
  const usual = isLongRunning(request)
    ? random.between(5 * MINUTE, 10 * MINUTE)
    : random.between(1_200, 24 * MILLISECOND);
  const duration = Math.floor((request.duration ?? usual) * (1 + 0.02 * random.next()));
  const done = request.at + (isLongRunning(request) ? Math.max(duration, 10 * MILLISECOND) : duration);
  const status = responseStatusOf(request);
  const received = formatTimestamp(request.at);
  const uri = requestURI(request);
  const objectRef = objectRefOf(request);
  const annotations = code === 401 ? undefined : annotationsOf(request, code);

  return stagesOf(request).map((stage) => {
    const stageAt = stage === 'RequestReceived' ? request.at : stage === 'ResponseStarted' ? firstByte : done;
    const answered = stage !== 'RequestReceived';
    const complete = stage === 'ResponseComplete';
    return {
      stageAt,
      event: {
        level,
        auditID,
        stage,
        requestURI: uri,
        verb: request.verb,
        user: code === 401 ? {} : request.actor.user,
        impersonatedUser: request.impersonatedUser,
        authenticationMetadata: request.impersonatedUser && { impersonationConstraint: 'impersonate:user-info' },
        sourceIPs: request.actor.sourceIPs,
        userAgent: request.actor.userAgent,
        objectRef,
        responseStatus: answered ? status : undefined,
        requestObject: complete && level !== 'Metadata' ? request.requestObject : undefined,
        responseObject: complete && level === 'RequestResponse' ? responseObjectOf(request, code, status) : undefined,
        requestReceivedTimestamp: received,
        stageTimestamp: stageTimestamp(stage, stageAt, received),
        annotations: answered ? annotations : undefined,
      },
    };
  });
}

function stageTimestamp(stage: Stage, stageAt: Microseconds, received: string): string {
  return stage === 'RequestReceived' ? received : formatTimestamp(stageAt);
}

function responseObjectOf(request: ApiRequest, code: number, status: object): unknown {
  return code >= 400 ? { kind: 'Status', apiVersion: 'v1', ...status } : request.responseObject;
}

function objectRefOf(request: ApiRequest): ObjectReference | undefined {
  if (!request.resource) return undefined;
  const { plural, group, version } = findResource(request.resource);
  return {
    resource: plural,
    // kube-apiserver gives a request for one namespace that namespace as its own scope.
    namespace: request.resource === 'namespaces' ? request.name : request.namespace,
    name: request.name,
    uid: request.uid,
    apiGroup: group === '' ? undefined : group,
    apiVersion: version,
    resourceVersion: request.resourceVersion,
    subresource: request.subresource,
  };
}

/** Go writes a map's keys in order, so the request's own annotations are sorted in. */
function annotationsOf(request: ApiRequest, code: number): Record<string, string> {
  const own = code === 403 ? FORBIDDEN : allowed(request.allowedBy ?? reasonOf(request));
  if (!request.annotations) return own;
  return Object.fromEntries(Object.entries({ ...own, ...request.annotations }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const FORBIDDEN = { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' };
const allowedByReason = new Map<string, Record<string, string>>();

/** The same object for the same reason, so that it is written once. There are as many reasons as grants, some dozens. */
function allowed(reason: string): Record<string, string> {
  let annotations = allowedByReason.get(reason);
  if (!annotations) {
    annotations = { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': reason };
    allowedByReason.set(reason, annotations);
  }
  return annotations;
}

function reasonOf(request: ApiRequest): string {
  const usual = request.actor.reason(request.namespace);
  // Kubelets and system:masters pass an authorizer before RBAC; anonymous has a role of its own for open paths.
  if (usual === '' || request.actor.user.username === 'system:anonymous') return usual;
  if (request.resource?.startsWith('selfsubject')) return basicUserReason;
  return request.resource ? usual : discoveryReason;
}
