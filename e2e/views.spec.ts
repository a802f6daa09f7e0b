// Views: said who one is, a search kept, found by others and in the palette. Live: what is imported appears, once, and waits.

import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadLog } from './upload-log';

const cluster = newCluster('views');
const START = Date.UTC(2026, 4, 1);

/** Later numbers have earlier times: they come late. */
function lines(from: number, count: number): Buffer {
  const events = Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const at = new Date(START - n * 1000).toISOString().replace('Z', '000Z');
    return JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`,
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/default/pods',
      verb: n % 2 === 0 ? 'delete' : 'get',
      user: { username: `user-${n}` },
      objectRef: { resource: 'pods', namespace: 'default', name: `pod-${n}`, apiVersion: 'v1' },
      responseStatus: { code: 200 },
      requestReceivedTimestamp: at,
      stageTimestamp: at,
    });
  });
  return Buffer.from(events.join('\n'));
}

test.beforeAll(async ({ request }) => {
  await uploadLog(request, cluster, 'first.log', lines(0, 10));
});

const rowsOf = (page: Page) => page.getByRole('grid', { name: 'Events' }).getByRole('gridcell', { name: /^user-\d+$/ });

test('a view is kept under a name, opened from the palette by somebody else, renamed and removed', async ({ page }) => {
  const name = `deletes of ${cluster}`;
  await page.goto(`/events?cluster=${cluster}&verb=delete`);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
  await page.getByRole('button', { name: 'Say who you are' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('alice@example.com');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'You are alice@example.com' })).toBeVisible();

  await page.getByRole('button', { name: 'Views', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Views' });
  await expect(dialog.getByRole('region', { name: 'For responders' })).toBeVisible();
  await dialog.getByLabel('Save this search as').fill(name);
  await dialog.getByLabel('For everybody').check();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  const shared = dialog.getByRole('region', { name: 'Shared' });
  await expect(shared.getByRole('listitem').filter({ hasText: name })).toContainText('by alice@example.com (stated)');
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await page.context().clearCookies();
  await page.goto('/overview');
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('Control+k');
  await page.keyboard.type(name);
  await page.getByRole('option', { name }).click();
  await expect(page).toHaveURL(new RegExp(`/events\\?verb=delete&cluster=${cluster}`));
  await expect(rowsOf(page)).toHaveCount(5);

  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await dialog.getByRole('button', { name: `Rename ${name}` }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill(`${name}!`);
  await dialog.getByRole('button', { name: 'Rename', exact: true }).click();
  const renamed = shared.getByRole('listitem').filter({ hasText: `${name}!` });
  await expect(renamed).toContainText('changed by somebody unnamed');
  await renamed.getByRole('button', { name: `Begin with ${name}!` }).click();
  await page.goto('/');
  await expect(page).toHaveURL(/\/events\?verb=delete/);
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await renamed.getByRole('button', { name: `Remove ${name}!` }).click();
  await renamed.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(renamed).toBeHidden();
  await page.goto('/');
  await expect(page).toHaveURL(/\/overview/);
});

test('live: new events come on top once, wait while somebody reads, and survive a server that is away', async ({
  page,
  request,
}) => {
  test.setTimeout(60_000);
  await page.goto(`/events?cluster=${cluster}&verb=delete`);
  await expect(rowsOf(page)).toHaveCount(5);
  await page.keyboard.press('l');
  await expect(page).toHaveURL(/live=1/);
  await expect(page.getByText('waiting for new events')).toBeVisible();

  await uploadLog(request, cluster, 'second.log', lines(10, 10));
  await expect(rowsOf(page)).toHaveText([
    'user-18',
    'user-16',
    'user-14',
    'user-12',
    'user-10',
    'user-0',
    'user-2',
    'user-4',
    'user-6',
    'user-8',
  ]);
  await expect(page.getByTestId('event-total')).toHaveText('5 events');

  // Somebody opens one: the list stays as it is.
  await rowsOf(page).first().click();
  await expect(page.getByRole('complementary', { name: 'Event', exact: true })).toBeVisible();
  await page.route('**/api/v1/tail?*', (route) => route.abort());
  await expect(page.getByText('The server does not answer')).toBeVisible();
  await uploadLog(request, cluster, 'third.log', lines(18, 6));
  await page.unroute('**/api/v1/tail?*');
  const waiting = page.getByRole('button', { name: '2 new' });
  await expect(waiting).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(10);
  await waiting.click();
  await expect(rowsOf(page).nth(0)).toHaveText('user-22');
  await expect(rowsOf(page)).toHaveCount(12);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Count them in' }).click();
  await expect(page.getByTestId('event-total')).toHaveText('12 events');
  await expect(rowsOf(page)).toHaveCount(12);
});
