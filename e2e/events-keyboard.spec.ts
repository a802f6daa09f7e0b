// The whole path without a mouse: find a facet, filter, exclude, open an event, zoom the chart, copy.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { newCluster, uploadLog } from './upload-log';

const LOG = path.resolve(import.meta.dirname, 'fixtures/events.log');
const cluster = newCluster('events-keyboard');

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test.beforeAll(async ({ request }) => {
  await uploadLog(request, cluster, 'events.log', await readFile(LOG));
});

test.beforeEach(async ({ page }) => {
  await page.goto(`/events?cluster=${cluster}`);
  // Rows are drawn by the browser only: when they are there, the page has come to life.
  await expect(page.getByRole('gridcell').first()).toBeVisible();
});

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, element: Locator, most = 60) {
  for (let presses = 0; presses < most; presses++) {
    if (await element.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${element} was not reached by ${most} presses of Tab`);
}

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test('facets: find, include, exclude', async ({ page }) => {
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await page.keyboard.type('verb');
  const verb = page.getByRole('region', { name: 'Verb', exact: true });
  await expect(page.getByRole('region', { name: 'User', exact: true })).toBeHidden();
  await tabTo(page, verb.getByRole('button', { name: /^delete, / }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/verb=delete/);
  await expect(verb.getByRole('button', { name: /^delete, .*included$/ })).toBeFocused();
  await page.keyboard.press('Alt+Enter');
  await expect(page).toHaveURL(/-verb=delete/);
});

test('table: move, open, step, filter for and out, copy, close', async ({ page }) => {
  await page.keyboard.press('j');
  const grid = page.getByRole('grid', { name: 'Events' });
  await expect(grid).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Event', exact: true });
  const sentence = panel.getByTestId('event-sentence');
  await expect(sentence).not.toBeEmpty();
  const first = await sentence.textContent();
  await page.keyboard.press('j');
  await expect(sentence).not.toHaveText(first ?? '');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('c');
  const user = await expect
    .poll(() => clipboard(page))
    .not.toBe('')
    .then(() => clipboard(page));
  await page.keyboard.press('f');
  await expect.poll(() => new URL(page.url()).searchParams.get('user')).toBe(user);
  await expect(grid).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+F');
  await expect.poll(() => new URL(page.url()).searchParams.has('-verb')).toBe(true);
});

test('chart: read, select, zoom', async ({ page }) => {
  const window = 'from=2026-03-01T08:00:00Z&to=2026-03-03T09:00:00Z';
  await page.goto(`/events?cluster=${cluster}&${window}`);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
  const chart = page.getByRole('application');
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Skip the facets' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(chart).toBeFocused();
  await page.keyboard.press('Home');
  await expect(page.getByRole('status').filter({ hasText: /2026-03-01 .* to .* events?/ })).toBeAttached();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByRole('status').filter({ hasText: 'Selected 3 bars' })).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/to=2026-03-03T09/);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=2026-03-01T.*to=2026-03-01T/);
  await page.goBack();
  await expect(page).toHaveURL(/to=2026-03-03T09/);
});

test('detail: tabs, copy of the original', async ({ page }) => {
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Event', exact: true });
  await expect(panel.getByTestId('event-sentence')).not.toBeEmpty();
  await tabTo(page, panel.getByRole('button', { name: 'Copy the original event' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => clipboard(page)).toContain('"apiVersion":"audit.k8s.io/v1"'.replace(':', ': '));
  await tabTo(page, panel.getByRole('tab', { name: 'Fields' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('tab', { name: 'JSON' })).toHaveAttribute('aria-selected', 'true');
});

test('palette: filter by a field, set the window', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('namespace');
  await page.keyboard.press('Enter');
  await page.keyboard.type('pay');
  await expect(page.getByRole('option', { name: /^payments/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/namespace=payments/);
  await page.keyboard.press('t');
  const times = page.getByRole('dialog', { name: 'Time range' });
  await expect(times).toBeVisible();
  await tabTo(page, times.getByRole('textbox', { name: 'From (inclusive)' }));
  await page.keyboard.type('2026-03-01 20:00:00.000001');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=2026-03-01T20:00:00.000001Z/);
  await expect(page.getByRole('button', { name: /Since 2026-03-01 20:00:00.000001 UTC/ })).toBeVisible();
});
