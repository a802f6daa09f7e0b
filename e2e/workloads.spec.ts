// Workloads: the list against an independent count, the page of one, and the way to deviations.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadLog } from './upload-log';

const LOG = path.resolve(import.meta.dirname, 'fixtures/events.log');
const cluster = newCluster('workloads');
test.describe.configure({ timeout: 90_000 });

type LoggedEvent = { user: { username?: string }; stage: string; verb: string };
let bobs = 0;

test.beforeAll(async ({ request }) => {
  const log = await readFile(LOG);
  const events = log
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line): LoggedEvent => JSON.parse(line));
  const answered = events.filter(({ stage, verb }) => stage === 'ResponseComplete' && verb !== 'watch');
  bobs = answered.filter(({ user }) => user.username === 'bob@example.com').length;
  await uploadLog(request, cluster, 'events.log', log);
});

test('a workload is found, its number leads to its events, and its page says what it does', async ({ page }) => {
  await page.goto(`/workloads?cluster=${cluster}`);
  await page.getByRole('textbox', { name: 'Find a workload' }).fill('bob@');
  await expect(page.getByTestId('workload-total')).toContainText('1 workload acted');
  const row = page.getByRole('row').filter({ hasText: 'bob@example.com' });
  await row
    .getByRole('link', { name: bobs.toLocaleString('en-US'), exact: true })
    .first()
    .click();
  await expect(page.getByTestId('event-total')).toHaveText(`${bobs.toLocaleString('en-US')} events`);
  await page.goBack();

  await row.getByRole('link').first().click();
  await expect(page.getByTestId('workload-sentence')).toContainText('bob@example.com');
  await expect(page.getByRole('table', { name: 'Requests by resource and verb' })).toBeVisible();
  const week = page.getByRole('grid', { name: 'Mean requests in each hour of the week, UTC' });
  const first = week.getByRole('gridcell').first();
  await first.focus();
  await page.keyboard.press('ArrowRight');
  await expect(week.getByRole('gridcell').nth(1)).toBeFocused();
  await expectAccessible(page, 'main');
});

test('deviations: the choice of what is shown is in the URL, and g d leads there', async ({ page }) => {
  await page.goto(`/workloads?cluster=${cluster}`);
  await expect(page.getByRole('img', { name: /at most/ }).first()).toBeVisible();
  await page.getByRole('columnheader', { name: 'Denied' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=denied/);
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page).toHaveURL(/\/deviations\?cluster=/);
  await page.getByRole('button', { name: 'Below the budget' }).click();
  await expect(page).toHaveURL(/show=below/);
  await expectAccessible(page, 'main');
});
