// Evidence on the screen: a verification from the button, and the proof of one event.

import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadRealLog } from './upload-log';

test('everything is verified from the page, and an event leads to a signed checkpoint', async ({ page, request }) => {
  const cluster = newCluster('evidence');
  await uploadRealLog(request, cluster);
  await page.goto('/evidence');
  await expect(page.getByRole('heading', { name: 'What shows only against a checkpoint outside' })).toBeVisible();
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(page.locator('section').getByText(/Everything is as it was written: .+ events compared\./)).toBeVisible({
    timeout: 60_000,
  });
  // The worker looks every five seconds for what is not signed yet.
  const row = page.getByRole('row').filter({ hasText: cluster });
  await expect(async () => {
    await page.reload();
    await expect(row.getByRole('button', { name: `Copy the root of ${cluster}` })).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await expectAccessible(page);
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/page.png`, fullPage: true });

  const { events } = await (await request.get(`/api/v1/events?cluster=${cluster}&limit=1`)).json();
  const detail = await (await request.get(`/api/v1/events/${encodeURIComponent(events[0].id)}`)).json();
  const place = `${cluster}/${detail.evidence.block}/${detail.evidence.ordinal}`;
  const proof = await (await request.get(`/api/v1/evidence/${place}`)).json();
  expect(proof).toMatchObject({ proved: true, problem: null });
  await page.goto(`/events?cluster=${cluster}&event=${encodeURIComponent(events[0].id)}`);
  await page.getByRole('tab', { name: 'Evidence' }).click();
  await expect(page.getByText('and the block to the last signed checkpoint.')).toBeVisible();
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/tab.png` });
});
