// What sends events over HTTP, as a person sets it up and watches it.

import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster } from './upload-log';

/** The two lines of a source. */
function rowOf(page: Page, label: string) {
  return page.locator('tbody[data-source]').filter({ hasText: label });
}

function events(count: number) {
  const at = new Date().toISOString().replace('Z', '000Z');
  const items = Array.from({ length: count }, () => ({
    level: 'Metadata',
    auditID: crypto.randomUUID(),
    stage: 'ResponseComplete',
    requestURI: '/api/v1/pods',
    verb: 'list',
    user: { username: 'alice' },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  }));
  return { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items };
}

// Five dialogs and three screens: longer than most on a busy machine.

test('a source is added, sends, is seen, and is refused once its token is revoked', async ({ page, request }) => {
  const cluster = newCluster('source');
  const label = `webhook of ${cluster}`;
  await page.goto('/sources');
  await page.getByRole('button', { name: 'Add a source' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create the token' }).click();
  await expect(dialog.getByText('expected a label of 1 to 100 characters')).toBeVisible();
  await dialog.getByLabel('Cluster').fill(cluster);
  await dialog.getByLabel('Label').fill(label);
  await dialog.getByLabel('Label').press('Enter');

  await expect(dialog.getByText('cannot show it again')).toBeVisible();
  const token = ((await dialog.locator('pre').first().textContent()) ?? '').trim();
  expect(token).toMatch(/^plumb_[0-9a-f]{12}_[\w-]{43}$/);
  await expect(dialog.getByText('--audit-webhook-truncate-enabled')).toBeVisible();
  await dialog.getByRole('button', { name: 'Send a test event' }).click();
  await expect(dialog.locator('[data-test-result="ok"]')).toContainText('Nothing was stored');
  // The screen behind it has a test of its own below; here it has the clusters of all the other specs.
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole('tab', { name: 'Vector' }).click();
  await expect(dialog.getByText('vector.yaml')).toBeVisible();
  await dialog.getByRole('button', { name: 'I have copied the token' }).click();
  await expect(rowOf(page, label)).toContainText('never used');

  const headers = { authorization: `Bearer ${token}` };
  const body = events(20);
  const sent = await request.post('/api/ingest/audit?timeout=30s', { headers, data: body });
  expect(await sent.json()).toEqual({ received: 20, inserted: 20, duplicates: 0, quarantined: 0, skipped: 0 });
  const again = await request.post('/api/ingest/audit', {
    headers,
    data: { ...body, items: [...body.items, { kind: 'Pod' }] },
  });
  expect(await again.json()).toEqual({ received: 21, inserted: 0, duplicates: 20, quarantined: 1, skipped: 0 });

  const row = rowOf(page, label);
  await expect(row).toContainText('receiving');
  await expect(row.locator('td').nth(4)).toHaveText('41');
  await expect(row.locator('td').nth(5)).toHaveText('20');
  await expect(row.locator('td').nth(6)).toHaveText('20');
  await page.getByRole('button', { name: 'Show events received as table' }).click();
  await expect(page.getByRole('region', { name: 'Events received in 24 hours, table' })).toContainText(
    '(1 quarantined)',
  );

  await row.getByRole('link', { name: /1 quarantined of/ }).click();
  await expect(page.getByText('41 events received that day so far')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Quarantined lines' })).toContainText("kind 'Pod'");
  await page.getByRole('link', { name: 'Sources' }).first().click();

  await row.getByRole('button', { name: `Test ${label}` }).click();
  await dialog.getByLabel('Token').fill('plumb_000000000000_wrong');
  await expect(dialog.getByText('This is not the token of this source')).toBeVisible();
  await dialog.getByRole('button', { name: 'Send a test event' }).click();
  await expect(dialog.locator('[data-test-result="refused"]')).toContainText('401: The token was not accepted');
  await page.keyboard.press('Escape');

  await row.getByRole('button', { name: `Revoke the token of ${label}` }).click();
  await dialog.getByRole('button', { name: 'Revoke the token' }).click();
  await expect(row).toContainText('revoked');
  const refused = await request.post('/api/ingest/audit', { headers, data: events(1) });
  expect(refused.status()).toBe(401);
});

test('what sources send is no import of a file, and their screen holds its shape when narrow', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto('/sources');
  await expect(page.getByRole('heading', { name: 'Sources', level: 1 })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await expectAccessible(page);
  await page.goto('/imports');
  await expect(page.getByRole('heading', { name: 'Imports', level: 1 })).toBeVisible();
  await expect(page.getByText(/^webhook of source-/)).toHaveCount(0);
});
