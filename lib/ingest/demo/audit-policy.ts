/**
 * The audit policy of the demo cluster: what a careful operator sets. Contents of secrets, config maps and tokens never
 * reach the log; writes that change what runs or who may do what are kept whole; the rest is metadata.
 */
import { type ApiRequest, codeOf, isLongRunning, isUpgrade } from './api-request';
import type { Level, Stage } from './audit-event';
import type { ResourceName } from './resources';

const READS = new Set(['get', 'list', 'watch']);
const METADATA_ONLY = new Set<ResourceName>([
  'secrets',
  'configmaps',
  'tokenreviews',
  'leases',
  'events',
  'endpointslices',
]);
const WHOLE = new Set<ResourceName>([
  'clusterrolebindings',
  'clusterroles',
  'daemonsets',
  'deployments',
  'jobs',
  'ledgers',
  'namespaces',
  'pods',
  'replicasets',
  'rolebindings',
  'roles',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
  'serviceaccounts',
]);
const ACCESS_RULES = new Set<ResourceName>(['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles']);

export function levelOf(request: ApiRequest): Level {
  const { resource } = request;
  if (!resource || METADATA_ONLY.has(resource) || request.subresource === 'token') return 'Metadata';
  if (isUpgrade(request)) return 'Request';
  if (READS.has(request.verb)) return 'Metadata';
  if (request.subresource === 'status') return 'Request';
  return WHOLE.has(resource) ? 'RequestResponse' : 'Request';
}

/** RequestReceived is omitted, except where it matters that something was tried: shells and access rules. */
export function stagesOf(request: ApiRequest): Stage[] {
  const code = codeOf(request);
  // A request that fails authentication ends before the policy sees a ResponseComplete.
  if (code === 401) return ['ResponseStarted'];
  const keepAll =
    isUpgrade(request) || (request.resource && ACCESS_RULES.has(request.resource) && !READS.has(request.verb));
  const stages: Stage[] = keepAll ? ['RequestReceived'] : [];
  if (isLongRunning(request) && code < 400) stages.push('ResponseStarted');
  stages.push('ResponseComplete');
  return stages;
}
