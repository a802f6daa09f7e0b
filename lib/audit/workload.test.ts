import { describe, expect, it } from 'vitest';
import { actingWorkload, podOwner } from './workload';

describe('the owner of a pod by its name', () => {
  it.each([
    ['api-7c9d6b5f48-x2kqp', 'Deployment', 'api'],
    ['observability-auth-10-m9xlpmms6-rtln2', 'Deployment', 'observability-auth-10'],
    ['coredns-5d78c9869d-4wbwm', 'Deployment', 'coredns'],
    ['kube-proxy-x7k2p', 'Pods', 'kube-proxy'],
    ['postgres-0', 'StatefulSet', 'postgres'],
    ['prometheus-k8s-12', 'StatefulSet', 'prometheus-k8s'],
    ['backup-28391040-zx4qv', 'CronJob', 'backup'],
    ['debug', 'Pod', 'debug'],
    ['etcd-ip-10-0-1-23.eu-west-1.compute.internal', 'Pod', 'etcd-ip-10-0-1-23.eu-west-1.compute.internal'],
  ])('%s is of %s %s', (pod, kind, name) => {
    expect(podOwner(pod)).toEqual({ kind, name });
  });
});

describe('the acting workload', () => {
  it.each([
    ['system:serviceaccount:payments:api', 'api-7c9d6b5f48-x2kqp', 'Deployment payments/api'],
    [
      'system:serviceaccount:kube-system:generic-garbage-collector',
      null,
      'ServiceAccount kube-system/generic-garbage-collector',
    ],
    ['system:node:worker-1', null, 'Node worker-1'],
    ['system:kube-scheduler', null, 'ControlPlane kube-scheduler'],
    ['system:anonymous', null, 'Anonymous'],
    [null, null, 'Anonymous'],
    ['alice@example.com', null, 'User alice@example.com'],
    ['system:bootstrap:abcdef', null, 'User system:bootstrap:abcdef'],
    ['system:serviceaccount:broken', null, 'ControlPlane serviceaccount:broken'],
  ])('of %s in pod %s is %s', (username, pod, workload) => {
    expect(actingWorkload(username, pod)).toBe(workload);
  });
});
