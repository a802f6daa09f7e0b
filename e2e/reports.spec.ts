// Reports on the screen: one is made in the background, looked at, signed off and kept as a file.

import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadRealLog } from './upload-log';

test('a report is made, signed off with a reason, and downloaded', async ({ page, request }) => {
  const cluster = newCluster('reports');
  await uploadRealLog(request, cluster);
  await page.goto('/reports');
  // Again until the page has come alive: a choice before that is not heard.
  await expect(async () => {
    await page.getByLabel('Report', { exact: true }).selectOption('PCI-10.2.1.4');
    await expect(page.getByText('Is every invalid attempt at logical access in the log')).toBeVisible({
      timeout: 1000,
    });
  }).toPass({ timeout: 60_000 });
  await page.getByLabel('Cluster', { exact: true }).selectOption(cluster);
  await page.getByLabel('Times in').selectOption('local');
  await page.getByLabel('From (local time)').fill('2015-01-01 00:30');
  await page.getByLabel('To, not included (local time)').fill('yesterday');
  await page.getByRole('button', { name: 'Make the report' }).click();
  await expect(page.getByText('To: “yesterday” is not a time')).toBeVisible();
  await page.getByLabel('To, not included (local time)').fill('now');
  await page.getByRole('button', { name: 'Make the report' }).click();
  const row = page.getByRole('row').filter({ hasText: cluster });
  await expect(row.getByText('not yet')).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
  await row.getByRole('link').click();

  await expect(
    page.getByRole('heading', { name: 'PCI DSS v4.0.1 10.2.1.4: Invalid attempts at access' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Sign off' }).click();
  await expect(page.getByText('A sign-off needs a name')).toBeVisible();
  const url = page.url();
  await page.context().addCookies([{ name: 'plumbline-name', value: 'Zoe', url: new URL('/', url).href }]);
  await page.getByRole('button', { name: 'Sign off' }).click();
  await expect(page.getByText('Not all of the period is known to be covered. Give the reason')).toBeVisible();
  await page.getByLabel(/^Reason/).fill('The log is a sample.');
  await page.getByRole('button', { name: 'Sign off' }).click();
  await expect(page.getByText('by Zoe')).toBeVisible();
  await expectAccessible(page);

  const id = url.split('/').at(-1);
  for (const [format, begins] of [
    ['pdf', '%PDF-1.7'],
    ['html', '<!doctype html>'],
    ['csv', 'section,item'],
    ['json', '{'],
  ] as const) {
    const answer = await request.get(`/api/v1/reports/${id}/file?format=${format}`);
    expect((await answer.body()).toString('latin1').startsWith(begins)).toBe(true);
  }
});
