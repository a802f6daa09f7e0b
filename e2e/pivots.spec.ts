// From one event to the others that have something in common with it, and to what surrounds it.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { newCluster, uploadLog } from './upload-log';

const LOG = path.resolve(import.meta.dirname, 'fixtures/events.log');
const cluster = newCluster('pivots');

type LoggedEvent = { user: { username?: string }; requestReceivedTimestamp: string };
let events: LoggedEvent[] = [];

test.beforeAll(async ({ request }) => {
  const log = await readFile(LOG);
  events = log
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  await uploadLog(request, cluster, 'events.log', log);
});

const panel = (page: Page) => page.getByRole('complementary', { name: 'Event', exact: true });

async function openFirst(page: Page, query: string) {
  await page.goto(`/events?cluster=${cluster}${query}&tab=around`);
  await page.getByRole('gridcell').first().click();
  await expect(panel(page).getByRole('link').first()).toBeVisible();
}

test('the same user, with the count that the link then shows', async ({ page }) => {
  await openFirst(page, '&subresource=exec');
  const user = panel(page)
    .getByRole('region', { name: 'Same' })
    .getByRole('link', { name: /^Same user/ });
  const expected = events.filter((event) => event.user.username === 'bob@example.com').length;
  await expect(user).toHaveText(new RegExp(`bob@example.com.*${expected} events$`));
  await user.click();
  await expect(page.getByTestId('event-total')).toHaveText(`${expected} events`);
  const params = new URL(page.url()).searchParams;
  expect([params.get('user'), params.get('subresource')]).toEqual(['bob@example.com', null]);
  await page.goBack();
  await expect(page).toHaveURL(/subresource=exec/);
});

test('what surrounds it, in a window of its own length, with the event marked', async ({ page }) => {
  await openFirst(page, '&subresource=exec');
  const surrounding = panel(page).getByRole('region', { name: 'Surrounding' });
  await surrounding.getByRole('spinbutton', { name: 'Own length in seconds' }).fill('7200');
  await surrounding.getByRole('button', { name: 'Use' }).click();
  await expect(page).toHaveURL(/around=7200/);
  const everything = surrounding.getByRole('link', { name: /^Everything/ });
  await expect(everything).toHaveText(/\d+ events$/);
  const shown = /([\d,]+) events$/.exec((await everything.textContent()) ?? '')?.[1] ?? '?';
  await everything.click();
  await expect(page).toHaveURL(/from=/);
  await expect(page.getByTestId('event-total')).toHaveText(`${shown} events`);
  await expect(page.getByRole('row', { selected: true })).toBeInViewport();
  const { searchParams } = new URL(page.url());
  const at = Number(searchParams.get('event')?.split('-')[0]);
  const near = events.filter((e) => Math.abs(Date.parse(e.requestReceivedTimestamp) * 1000 - at) <= 7200e6);
  expect(shown).toBe(String(near.length));
});

test('from a value: the surrounding events that have it too', async ({ page }) => {
  await page.goto(`/events?cluster=${cluster}&subresource=exec`);
  await page.getByRole('gridcell').first().click();
  await panel(page).getByRole('button', { name: 'Surrounding events with this Source IP' }).click();
  await expect(page).toHaveURL(/sourceIP=198.51.100.21.*from=.*to=/);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
});
