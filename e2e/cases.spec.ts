// A case from its first pin to its end, on the screen as a person does it.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadRealLog } from './upload-log';

test('an event and its query are pinned, told apart in time, and the case is closed', async ({ page, request }) => {
  test.slow();
  const cluster = newCluster('cases');
  await uploadRealLog(request, cluster);
  await page.goto(`/events?cluster=${cluster}`);
  await page.getByRole('gridcell').first().click();
  const sentence = (await page.getByTestId('event-sentence').textContent()) ?? '';
  await page.getByRole('complementary', { name: 'Event' }).getByRole('button', { name: 'Add to case' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add to case' });
  await dialog.getByLabel('Title of the new case').fill(`Case of ${cluster}`);
  await dialog.getByLabel('Note, in Markdown').fill('**first** <img src=x onerror=alert(1)>');
  await dialog.getByLabel('What is around it').selectOption('60');
  await dialog.getByRole('button', { name: 'Add to case' }).click();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.keyboard.press('Escape');
  const total = (await page.getByTestId('event-total').textContent()) ?? '';
  await page.getByRole('button', { name: 'Add to case' }).click();
  await dialog.getByRole('radio', { name: `Case of ${cluster}` }).check();
  await dialog.getByRole('button', { name: 'Add to case' }).click();
  await dialog.getByRole('link', { name: /Go to case/ }).click();

  await expect(page.getByRole('heading', { level: 1, name: `Case of ${cluster}` })).toBeVisible();
  const pins = page.getByRole('article');
  await expect(pins).toHaveCount(2);
  await expect(pins.filter({ hasText: sentence })).toContainText('<img src=x onerror=alert(1)>');
  await expect(pins.filter({ hasText: 'Query' })).toContainText(total);
  await page.getByRole('button', { name: 'As it was found' }).click();
  await expect(pins.first()).toContainText(sentence);
  await pins.first().getByRole('button', { name: 'Show what is around' }).click();
  await expect(pins.first().getByRole('listitem').first()).toBeVisible();
  await page.getByLabel('New hypothesis').fill('A test');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('State of “A test”').selectOption('supported');
  await expect(page.getByText('marked the hypothesis “A test” as supported')).toBeVisible();
  await expectAccessible(page, 'main');
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/case.png`, fullPage: true });

  await page.getByRole('button', { name: 'Make a pack' }).click();
  await expect(page.getByText(/ events packed$/)).toBeVisible({ timeout: 30_000 });
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /kB|MB/ }).click();
  const pack = await (await download).path();
  const verified = spawnSync(process.execPath, [path.resolve('lib/verify/offline/verify-evidence.mjs'), pack], {
    encoding: 'utf8',
  });
  expect(verified.stdout).toContain(': proved.');

  await page.getByRole('button', { name: 'Close the case' }).click();
  await page.getByLabel('Why, in a sentence').fill('It was a test.');
  await page.getByRole('dialog').getByRole('button', { name: 'Close the case' }).click();
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await page.goto('/cases?status=closed');
  await expect(page.getByRole('link', { name: `Case of ${cluster}` })).toBeVisible();
});
