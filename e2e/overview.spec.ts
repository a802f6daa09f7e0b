// The first screen: its numbers are the log's, and each leads to its events.

import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, readRealEvents, uploadLog, uploadRealLog } from './upload-log';

const cluster = newCluster('overview');

test.beforeAll(async ({ request }) => {
  await uploadRealLog(request, cluster);
});

test('its figures are those of an independent count', async ({ page }) => {
  const events = await readRealEvents();
  const failed = events.filter((event) => (event.responseStatus?.code ?? 0) >= 400);
  await page.goto(`/overview?cluster=${cluster}`);
  await expect(page.getByRole('link', { name: events.length.toLocaleString('en-US'), exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: String(failed.length), exact: true }).first()).toBeVisible();

  const byCode = new Map<string, number>();
  for (const event of failed) {
    const code = String(event.responseStatus?.code);
    byCode.set(code, (byCode.get(code) ?? 0) + 1);
  }
  const chart = page.getByRole('figure', { name: 'Failed API calls over time by response code' });
  for (const [code, count] of [...byCode].slice(0, 5)) {
    await expect(chart.getByRole('link', { name: new RegExp(`^${code}\\s*${count}$`) })).toBeVisible();
  }
});

test('a number leads to exactly its events', async ({ page, request }) => {
  await page.goto(`/overview?cluster=${cluster}`);
  const cell = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Most failing workloads' }) })
    .locator('tbody tr')
    .first()
    .getByRole('link')
    .nth(2);
  const count = Number((await cell.textContent())?.replaceAll(',', ''));
  const href = (await cell.getAttribute('href')) ?? '';
  const answer = await request.get(`/api/v1/events?${href.split('?')[1]}`);
  expect((await answer.json()).total).toBe(count);
});

test('every chart has a table twin and is read by arrow keys', async ({ page }) => {
  await page.goto(`/overview?cluster=${cluster}`);
  const chart = page.getByRole('application', { name: /^Failed API calls/ });
  await chart.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/failed calls?(, \d+ \d+)*/).first()).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/events\?.*outcome=denied/);
  await page.goBack();

  await page.getByRole('button', { name: 'Show failed API calls as table' }).press('Enter');
  await expect(page.getByRole('region', { name: /by response code, table/ })).toBeVisible();
  await expect(page).toHaveURL(/failures=table/);
});

test('what the last import brought first stands there with a link', async ({ page, request }) => {
  const stranger = `stranger-${Math.random().toString(36).slice(2)}@example.com`;
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: 'd4f7768d-1a06-495f-ba9f-6241cc7cbc68',
    stage: 'ResponseComplete',
    requestURI: '/api',
    verb: 'get',
    user: { username: stranger },
    sourceIPs: ['198.51.100.77'],
    requestReceivedTimestamp: '2026-11-21T03:25:03.502811Z',
    stageTimestamp: '2026-11-21T03:25:03.503718Z',
  };
  await uploadLog(request, cluster, 'news.log', Buffer.from(JSON.stringify(event)));
  await page.goto('/overview');
  const panel = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'New with the last import' }) });
  await expect(panel.locator(`a[href="/events?user=${stranger}"]`)).toContainText(stranger.slice(0, 8));
});

test('no event in the window: it says so, and stays usable', async ({ page }) => {
  await page.goto(`/overview?cluster=${cluster}&from=2001-01-01&to=2001-01-02`);
  await expect(page.getByText('No call failed among these 0 events.')).toBeVisible();
  await expectAccessible(page);
});

test('a time that is none is left out and reported', async ({ page }) => {
  await page.goto(`/overview?cluster=${cluster}&from=yesterday`);
  await expect(page.getByText(/“yesterday” is not a time/)).toBeVisible();
});

for (const width of [1440, 1024]) {
  test(`it passes axe, light and dark, ${width} pixels wide`, async ({ page }) => {
    test.slow(); // axe measures the contrast of every number on the page
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`/overview?cluster=${cluster}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await expectAccessible(page);
  });
}
