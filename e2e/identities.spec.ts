// The timeline of an identity: from an event, zoomed by keyboard, and from a lane and a session back to events.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadLog } from './upload-log';

const LOG = path.resolve(import.meta.dirname, 'fixtures/events.log');
const cluster = newCluster('identities');

type LoggedEvent = { user: { username?: string }; sourceIPs?: string[]; userAgent?: string };
let bobs: LoggedEvent[] = [];

test.beforeAll(async ({ request }) => {
  const log = await readFile(LOG);
  const events: LoggedEvent[] = log
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  bobs = events.filter((event) => event.user.username === 'bob@example.com');
  await uploadLog(request, cluster, 'events.log', log);
});

test('from an event to the timeline, zoom, a lane, a session', async ({ page }) => {
  await page.goto(`/events?cluster=${cluster}&subresource=exec`);
  await page.getByRole('gridcell').first().click();
  await page.getByRole('link', { name: 'Sessions' }).click();
  const lanes = new Set(bobs.map((event) => `${event.sourceIPs?.at(-1)} ${event.userAgent}`)).size;
  const total = page.getByTestId('timeline-total');
  await expect(total).toContainText(`${bobs.length} events in ${lanes} lane`);
  await expect(page.getByTestId('lane-track').locator('svg path').first()).toBeAttached();

  const chart = page.getByRole('application');
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+PageDown');
  await page.keyboard.press('Shift+PageDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=.*to=/);
  await expect(total).not.toContainText(`${bobs.length} events`);
  await page.goBack();
  await expect(total).toContainText(`${bobs.length} events`);

  const session = page.getByRole('table', { name: 'Sessions' }).getByRole('row').nth(1);
  const events = (await session.getByRole('cell').nth(3).textContent()) ?? '?';
  await session.getByRole('link').click();
  await expect(page.getByTestId('event-total')).toHaveText(`${events} event${events === '1' ? '' : 's'}`);
  await page.goBack();

  const track = page.getByTestId('lane-track').first();
  await expect(track.locator('svg path').first()).toBeAttached();
  await track.click();
  await expect(page).toHaveURL(/\/events\?.*sourceIP=.*userAgent=/);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
});

test('lanes as a table; axe, wide and narrow; the palette', async ({ page }) => {
  await page.goto(`/identities?cluster=${cluster}&user=bob@example.com&lanes=table`);
  await expect(page.getByRole('table', { name: 'Lanes' })).toBeVisible();
  await page.getByRole('button', { name: 'Lanes as chart' }).click();
  await expect(page.getByTestId('lane-track').locator('svg').first()).toBeAttached();
  await page.setViewportSize({ width: 1024, height: 768 });
  await expectAccessible(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('session timeline');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'User' })).toBeVisible();
  await page.getByRole('textbox', { name: 'User' }).fill('alice*');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /Sessions of alice\*/ })).toBeVisible();
});
