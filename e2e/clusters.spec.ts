// The screen of clusters: what is set there holds, and what cannot be taken back is asked once more.

import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadLog } from './upload-log';

const cluster = newCluster('settings');

const secretEvent = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: '00000000-0000-4000-8000-00000000c1a5',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/default/secrets',
  verb: 'create',
  user: { username: 'alice@example.com' },
  objectRef: { resource: 'secrets', namespace: 'default', name: 's', apiVersion: 'v1' },
  requestObject: { kind: 'Secret', data: { password: 'aHVudGVyMg==' } },
  responseStatus: { code: 201 },
  requestReceivedTimestamp: '2026-01-01T00:00:00.000000Z',
  stageTimestamp: '2026-01-01T00:00:00.000000Z',
};

test.beforeAll(async ({ request }) => {
  await uploadLog(request, cluster, 'secret.log', Buffer.from(`${JSON.stringify(secretEvent)}\n`));
});

test('redaction and retention are set, with a question where there is no way back, and recorded', async ({ page }) => {
  await page.goto('/clusters');
  const panel = page.locator('section').filter({ has: page.getByRole('heading', { name: cluster, exact: true }) });
  const redaction = panel.getByRole('switch', { name: 'Replace secrets before anything is stored' });
  await expect(redaction).toBeChecked();
  await page.waitForLoadState('networkidle');
  await expectAccessible(page);

  await redaction.click();
  const question = page.getByRole('dialog', { name: `Store secrets of ${cluster}?` });
  const confirm = question.getByRole('button', { name: 'Store secrets' });
  await expect(confirm).toBeDisabled();
  await question.getByRole('textbox').fill('store secrets');
  await confirm.click();
  await expect(redaction).not.toBeChecked();

  await panel.getByLabel('Days to keep').fill('90');
  await panel.getByRole('button', { name: `Save the retention of ${cluster}` }).click();
  const removal = page.getByRole('dialog', { name: 'Keep 90 days?' });
  await removal.getByRole('button', { name: 'Remove what is beyond' }).click();
  await expect(page.getByRole('row').filter({ hasText: cluster }).filter({ hasText: '90 days' })).toBeVisible();
  await page.reload();
  await expect(panel.getByRole('radio', { name: 'Keep the last' })).toBeChecked();
  await expect(panel.getByLabel('Days to keep')).toHaveValue('90');
  await expect(redaction).not.toBeChecked();
  // The newest day stays, however old it is.
  await expect(panel).toContainText(/Events\s*1/);
});

test('a redacted value is marked, and the evidence says which it is', async ({ page }) => {
  const { events } = await (await page.request.get(`/api/v1/events?cluster=${cluster}`)).json();
  await page.goto(`/events?cluster=${cluster}&event=${events[0].id}&tab=json`);
  const panel = page.getByRole('complementary', { name: 'Event' });
  await panel.getByRole('button', { name: /^data/ }).click();
  await expect(panel.getByTitle(/^A secret was here/).first()).toBeVisible();
  await panel.getByRole('tab', { name: 'Evidence' }).click();
  await expect(panel).toContainText('1 secret of this event was replaced');
  await expect(panel).toContainText('/requestObject/data/password');
});
