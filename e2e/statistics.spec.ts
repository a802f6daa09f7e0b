// The statistics of a field: from a facet's heading and from a path of an open event, as an independent count has them.

import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, readRealEvents, uploadRealLog } from './upload-log';

const cluster = newCluster('statistics');

test.beforeAll(async ({ request }) => {
  await uploadRealLog(request, cluster);
});

test('of a facet are opened from its heading', async ({ page }) => {
  test.slow(); // axe looks at the whole page twice
  const events = (await readRealEvents()).filter((event) => event.verb === 'get');
  const users = new Set(events.map(({ user }) => user.username));
  await page.goto(`/events?cluster=${cluster}&verb=get`);
  await page.getByRole('button', { name: 'Statistics of User', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Statistics of User' });
  await expect(dialog.getByTestId('statistics-figures')).toContainText(
    `${users.size} distinct values in ${events.length} events`,
  );
  const [first] = [...users].sort((a, b) => countOf(b) - countOf(a));
  await expect(dialog.getByRole('row').nth(1)).toContainText(`${first}`);
  await expect(dialog.getByRole('row').nth(1)).toContainText(String(countOf(first)));
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Statistics of User', exact: true })).toBeFocused();

  function countOf(user: string | undefined): number {
    return events.filter((event) => event.user.username === user).length;
  }
});

test('of a path are opened from the JSON of an event', async ({ page }) => {
  const events = await readRealEvents();
  await page.goto(`/events?cluster=${cluster}&tab=json`);
  await page.getByRole('grid').getByRole('row').nth(2).click();
  await page.getByRole('button', { name: 'Statistics of apiVersion', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Statistics of apiVersion' });
  await expect(dialog.getByTestId('statistics-figures')).toContainText(
    `1 distinct value in ${events.length.toLocaleString('en-US')} events`,
  );
  await expect(dialog.getByRole('row').nth(1)).toContainText('audit.k8s.io/v1');
});
