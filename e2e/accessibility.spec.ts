// axe on every screen and its larger states, light and dark.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadLog } from './upload-log';

const LOG = path.resolve(import.meta.dirname, 'fixtures/events.log');
const cluster = newCluster('accessibility');

test.beforeAll(async ({ request }) => {
  await uploadLog(request, cluster, 'events.log', await readFile(LOG));
});

for (const [name, address] of [
  ['overview', '/overview?'],
  ['events', '/events?'],
  ['events, filtered', '/events?verb=delete&-user=alice@example.com&code=>=400'],
  ['events, chart as table', '/events?chart=table'],
  ['events, no match', '/events?user=nobody'],
  ['imports', '/imports?'],
  ['no such page', '/no/such/page?'],
] as const) {
  test(name, async ({ page }) => {
    await page.goto(`${address}&cluster=${cluster}`);
    await expect(
      page
        .getByRole('heading')
        .or(page.getByText(/No event|no such page/))
        .first(),
    ).toBeAttached();
    await page.waitForLoadState('networkidle');
    await expectAccessible(page);
  });
}

for (const tab of ['fields', 'json', 'request', 'around', 'evidence']) {
  test(`event, ${tab}`, async ({ page }) => {
    await page.goto(`/events?cluster=${cluster}&name=api-7c9f&tab=${tab}`);
    await page.getByRole('gridcell').first().click();
    await expect(page.getByTestId('event-sentence')).not.toBeEmpty();
    await expectAccessible(page, 'aside[aria-label="Event"]');
  });
}

test('palette, shortcuts, time range, columns', async ({ page }) => {
  const dialog = '[role="dialog"]';
  await page.goto(`/events?cluster=${cluster}`);
  // Rows are drawn by the browser only: when they are there, the page listens to keys.
  await expect(page.getByRole('gridcell').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await expectAccessible(page, dialog);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page, dialog);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('t');
  await expect(page.getByRole('dialog', { name: 'Time range' })).toBeVisible();
  await expectAccessible(page, dialog);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(page.getByRole('dialog', { name: 'Columns' })).toBeVisible();
  await expectAccessible(page, dialog);
});

test('narrow, with the drawer', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto(`/events?cluster=${cluster}`);
  await page.getByRole('button', { name: 'Facets' }).click();
  await expect(page.getByRole('dialog', { name: 'Facets' })).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
});
