// The query bar: the whole filter as text, beside its chips, with suggestions and errors.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadLog } from './upload-log';

const LOG = path.resolve(import.meta.dirname, 'fixtures/events.log');
const cluster = newCluster('query');

type LoggedEvent = { verb: string; user: { username?: string }; responseStatus?: { code?: number } };
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

const bar = (page: Page) => page.getByRole('combobox', { name: 'Query' });
const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });
const count = (filter: (event: LoggedEvent) => boolean) => {
  const n = events.filter(filter).length;
  return `${n.toLocaleString('en-US')} event${n === 1 ? '' : 's'}`;
};

async function open(page: Page, query = '') {
  await page.goto(`/events?cluster=${cluster}${query}`);
  // Rows are drawn by the browser only: when they are there, the page has come to life.
  await expect(page.getByRole('gridcell').first()).toBeVisible();
}

test('a query is typed with suggestions, whose counts are exact under the rest', async ({ page }) => {
  await open(page, '&verb=get');
  await page.keyboard.press('/');
  await expect(bar(page)).toBeFocused();
  await expect(bar(page)).toHaveValue(`verb:get cluster:${cluster}`);
  await page.keyboard.press('End');
  await page.keyboard.type(' us');
  await expect(option(page, /^user:/)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toHaveValue(`verb:get cluster:${cluster} user:`);
  await page.keyboard.type('alice');
  const byAlice = events.filter((event) => event.verb === 'get' && event.user.username === 'alice@example.com').length;
  await expect(option(page, new RegExp(`^alice@example.com ?${byAlice}$`))).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('event-total')).toHaveText(
    count((event) => event.verb === 'get' && event.user.username === 'alice@example.com'),
  );
  expect(new URL(page.url()).searchParams.get('user')).toBe('alice@example.com');
  await expect(page.getByRole('list', { name: 'Conditions' })).toContainText('alice@example.com');

  // It is kept, and offered first when the bar is empty.
  await bar(page).fill('');
  await expect(option(page, `user:alice@example.com verb:get cluster:${cluster}`)).toBeVisible();
});

test('an error shows its place and what was expected, and Esc takes it back', async ({ page }) => {
  await open(page);
  await bar(page).fill('verb:delete code:abc');
  await expect(page.getByRole('status').getByText('Column 18: this is no response code.')).toBeVisible();
  await expect(page.getByRole('status').getByText(/400\.\.499/)).toBeVisible();
  await expect(bar(page)).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'search');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('event-total')).toHaveText(count(() => true));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toHaveValue(`cluster:${cluster}`);
});

test('chips and text follow each other; reload and back keep both', async ({ page }) => {
  await open(page);
  await bar(page).fill(`cluster:${cluster} -verb:get (code:403 OR verb:delete)`);
  await page.keyboard.press('Enter');
  const both = (event: LoggedEvent) =>
    event.verb !== 'get' && (event.responseStatus?.code === 403 || event.verb === 'delete');
  await expect(page.getByTestId('event-total')).toHaveText(count(both));
  expect(new URL(page.url()).searchParams.get('q')).toBe('code:403 OR verb:delete');
  const chips = page.getByRole('list', { name: 'Conditions' });
  await expect(chips).toContainText(/Verb is not\s*get/);
  await expect(chips).toContainText(/Query\s*code:403 OR verb:delete/);

  await page.reload();
  await expect(page.getByTestId('event-total')).toHaveText(count(both));
  await expect(bar(page)).toHaveValue(`-verb:get cluster:${cluster} (code:403 OR verb:delete)`);

  await chips.getByRole('button', { name: 'Remove Verb is not get' }).click();
  await expect(bar(page)).toHaveValue(`cluster:${cluster} (code:403 OR verb:delete)`);
  await expect(page.getByTestId('event-total')).toHaveText(
    count((event) => event.responseStatus?.code === 403 || event.verb === 'delete'),
  );
  await page.goBack();
  await expect(bar(page)).toHaveValue(`-verb:get cluster:${cluster} (code:403 OR verb:delete)`);
  await expect(page.getByTestId('event-total')).toHaveText(count(both));
});
