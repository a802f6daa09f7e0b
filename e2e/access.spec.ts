// Denied, then allowed, as a story; the role of an identity as a file; bindings in use. The log is made here.

import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadLog } from './upload-log';

const cluster = newCluster('access');
const START = Date.UTC(2026, 3, 1, 10);
const GRANT = 'RBAC: allowed by RoleBinding "debug/payments" of Role "debugger" to User "erin@example.com"';

function event(minute: number, user: string, code: number, more: object, reason = ''): string {
  const at = new Date(START + minute * 60_000).toISOString().replace('Z', '000Z');
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: `00000000-0000-4000-a000-${String(minute).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/x',
    user: { username: user, groups: ['system:authenticated'] },
    sourceIPs: ['198.51.100.7'],
    responseStatus: { code },
    ...more,
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    annotations: {
      'authorization.k8s.io/decision': code === 403 ? 'forbid' : 'allow',
      'authorization.k8s.io/reason': reason,
    },
  });
}

const exec = {
  verb: 'create',
  objectRef: { resource: 'pods', subresource: 'exec', namespace: 'payments', name: 'api-7c', apiVersion: 'v1' },
};
const binding = {
  verb: 'create',
  objectRef: {
    resource: 'rolebindings',
    namespace: 'payments',
    name: 'debug',
    apiGroup: 'rbac.authorization.k8s.io',
    apiVersion: 'v1',
  },
  responseObject: {
    kind: 'RoleBinding',
    metadata: { name: 'debug' },
    subjects: [{ kind: 'User', name: 'erin@example.com' }],
    roleRef: { kind: 'Role', name: 'debugger' },
  },
};

const log = [
  event(0, 'erin@example.com', 403, exec),
  event(5, 'erin@example.com', 403, exec),
  event(20, 'root', 201, binding),
  event(30, 'erin@example.com', 101, exec, GRANT),
].join('\n');

test('a denial is told to its end, and the role that would have been enough is a file', async ({ page, request }) => {
  test.slow(); // axe looks at the screen twice
  await uploadLog(request, cluster, 'access.log', Buffer.from(log));
  await page.goto(`/access?cluster=${cluster}`);
  const story = page.getByRole('list', { name: 'Refused requests' }).getByRole('listitem').first();
  await expect(story).toContainText('create pods/exec “api-7c” in payments');
  await expect(story).toContainText('refused 2 times');
  await expect(story).toContainText('root created RoleBinding payments/debug, the binding that allowed it');
  await expect(story).toContainText('25 min after the last refusal by RoleBinding payments/debug of Role debugger');
  await expectAccessible(page, 'main');

  await page.getByRole('link', { name: 'Least privilege' }).click();
  await page.getByRole('link', { name: 'erin@example.com' }).click();
  await expect(page.getByTestId('privilege-basis')).toContainText('1 allowed event on 1 of 1 recorded day');
  await page.getByLabel('Only the names that were seen').check();
  await expect(page.getByTestId('privilege-yaml')).toContainText('resourceNames:');
  await expectAccessible(page, 'main');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toMatch(/^observed-erin-example\.com-[0-9a-f]{6}\.yaml$/);

  await page.getByRole('link', { name: 'Bindings in use' }).click();
  await expect(page.getByTestId('grants-read')).toContainText('2 allowed events read');
  await expect(page.getByRole('region', { name: 'Bindings in use' })).toContainText('RoleBinding payments/debug');
});
