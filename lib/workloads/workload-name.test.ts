import fc from 'fast-check';
import { expect, it } from 'vitest';
import { actingWorkload } from '@/lib/audit/workload';
import { formatWorkloadName, parseWorkloadName } from '@/lib/workloads/workload-name';

it.each([
  ['Deployment payments/api', 'Deployment', 'payments', 'api'],
  ['Node worker-1', 'Node', null, 'worker-1'],
  ['Anonymous', 'Anonymous', null, ''],
  ['User arn:aws:sts::1:assumed-role/admin/alice', 'User', null, 'arn:aws:sts::1:assumed-role/admin/alice'],
  ['User first last/x', 'User', null, 'first last/x'],
  ['ControlPlane serviceaccount:broken', 'ControlPlane', null, 'serviceaccount:broken'],
  ['Deployment /x', 'Deployment', null, '/x'],
])('%s', (text, kind, namespace, name) => {
  expect(parseWorkloadName(text)).toEqual({ kind, namespace, name });
});

it('is written as it was read, whatever the user and the pod are called', () => {
  const account = fc.tuple(fc.string(), fc.string()).map(([a, b]) => `system:serviceaccount:${a}:${b}`);
  fc.assert(
    fc.property(fc.oneof(fc.string(), account), fc.option(fc.string()), (username, pod) => {
      const text = actingWorkload(username, pod);
      expect(formatWorkloadName(parseWorkloadName(text))).toBe(text);
    }),
  );
});
