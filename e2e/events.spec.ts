// The main job: find out who did what, by facets, chart, table and detail; by mouse here, by keyboard alone in
// events-keyboard.spec.ts. The log is 241 events with a few of every kind, hostile names among them.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { newCluster, uploadLog } from './upload-log';

const LOG = path.resolve(import.meta.dirname, 'fixtures/events.log');
const cluster = newCluster('events');

type LoggedEvent = { verb: string; user: { username?: string }; objectRef?: { namespace?: string; resource: string } };
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

const facet = (page: Page, label: string) => page.getByRole('region', { name: label, exact: true });
const total = (page: Page) => page.getByTestId('event-total');
const words = (count: number) => `${count.toLocaleString('en-US')} event${count === 1 ? '' : 's'}`;

async function open(page: Page, query = '') {
  await page.goto(`/events?cluster=${cluster}${query}`);
  // Rows are drawn by the browser only: when they are there, the page has come to life.
  await expect(page.getByRole('gridcell').first()).toBeVisible();
}

test('header, facet and chart count the same events', async ({ page }) => {
  await open(page);
  await expect(total(page)).toHaveText(words(events.length));
  const values = facet(page, 'Verb').getByRole('button', { name: /, [\d,]+ events?, / });
  const counts = await values.evaluateAll((buttons) =>
    buttons.map((button) => Number(/, ([\d,]+) events?,/.exec(button.getAttribute('aria-label') ?? '')?.[1])),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(events.length);

  await page.getByRole('button', { name: 'Show as table' }).click();
  const bars = await page
    .getByRole('table', { name: 'Events over time' })
    .locator('tbody tr td:nth-child(2)')
    .allTextContents();
  expect(bars.map(Number).reduce((sum, count) => sum + count, 0)).toBe(events.length);
});

test('a click includes, Alt-click and the button exclude, Back undoes', async ({ page }) => {
  await open(page);
  const gets = events.filter((event) => event.verb === 'get').length;
  await facet(page, 'Verb')
    .getByRole('button', { name: /^get, / })
    .click();
  await expect(total(page)).toHaveText(words(gets));
  expect(new URL(page.url()).searchParams.get('verb')).toBe('get');
  await expect(facet(page, 'Verb').getByRole('button', { name: /^get, .*included$/ })).toBeVisible();

  await facet(page, 'Verb')
    .getByRole('button', { name: /^get, / })
    .click({ modifiers: ['Alt'] });
  await expect(total(page)).toHaveText(words(events.length - gets));
  await expect(facet(page, 'Verb').getByRole('button', { name: `get, ${words(gets)}` })).toHaveAccessibleName(
    /excluded$/,
  );

  await facet(page, 'Verb').getByRole('button', { name: 'Exclude watch' }).click();
  await expect(page).toHaveURL(/-verb=watch/);
  await expect(page.getByRole('list', { name: 'Conditions' })).toContainText('watch');
  await page.goBack();
  await expect(total(page)).toHaveText(words(events.length - gets));
  await page.goBack();
  await expect(total(page)).toHaveText(words(gets));
});

test('what is missing can be asked for', async ({ page }) => {
  await open(page);
  const anonymous = events.filter((event) => !event.user.username).length;
  await facet(page, 'User')
    .getByRole('button', { name: /^missing: no user name/ })
    .click();
  await expect(total(page)).toHaveText(words(anonymous));
  expect(new URL(page.url()).searchParams.getAll('user')).toEqual(['']);
  await page.getByRole('button', { name: 'User is missing: turn into exclude' }).click();
  await expect(total(page)).toHaveText(words(events.length - anonymous));
});

test('a selected value without events stays and can be taken back', async ({ page }) => {
  await page.goto(`/events?cluster=${cluster}&user=nobody@example.com&verb=delete`);
  await facet(page, 'User').getByRole('button', { name: 'nobody@example.com, 0 events, 0%, included' }).click();
  await expect(total(page)).toHaveText(words(events.filter((event) => event.verb === 'delete').length));
});

test('values are searched on the server, over all of them', async ({ page }) => {
  await open(page);
  await facet(page, 'User').getByRole('button', { name: 'Search values of User' }).click();
  await page.getByRole('textbox', { name: 'User contains' }).fill('payments');
  const found = facet(page, 'User').getByRole('list', { name: 'User values found' });
  await expect(found.getByRole('listitem')).toHaveCount(1);
  await found.getByRole('button', { name: /^system:serviceaccount:payments:ledger, / }).click();
  await expect(total(page)).toHaveText(
    words(events.filter((event) => event.user.username === 'system:serviceaccount:payments:ledger').length),
  );
});

test('hostile strings are text, and what cannot be seen is shown', async ({ page }) => {
  let alerted = false;
  page.on('dialog', (dialog) => {
    alerted = true;
    void dialog.dismiss();
  });
  await open(page, '&user=mallory*');
  await expect(total(page)).toHaveText('1 event');
  await expect(page.getByRole('gridcell', { name: /mallory\[U\+202E\]<img src=x onerror=alert\(1\)>/ })).toBeVisible();
  await page.getByRole('gridcell').first().click();
  await expect(page.getByTestId('event-sentence')).toContainText('may not read secret payments/db\\npassword');
  expect(alerted).toBe(false);
});

test('an event opens beside a list that does not move; its link opens the same', async ({ page }) => {
  await open(page);
  const grid = page.getByRole('grid', { name: 'Events' });
  await grid.evaluate((element) => element.scrollTo(0, 840));
  await grid.click({ position: { x: 300, y: 200 } });
  const panel = page.getByRole('complementary', { name: 'Event', exact: true });
  await expect(panel.getByTestId('event-sentence')).not.toBeEmpty();
  expect(await grid.evaluate((element) => element.scrollTop)).toBe(840);

  const sentence = await panel.getByTestId('event-sentence').textContent();
  await panel.getByRole('tab', { name: 'JSON' }).click();
  await expect(panel.getByRole('button', { name: /^user \d keys?/ })).toBeVisible();
  await page.reload();
  await expect(panel.getByTestId('event-sentence')).toHaveText(sentence ?? '');
  await expect(panel.getByRole('tab', { name: 'JSON' })).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  expect(new URL(page.url()).searchParams.has('event')).toBe(false);
});

test('an exec says its command, a refusal says what was refused', async ({ page }) => {
  await open(page, '&subresource=exec');
  await page.getByRole('gridcell').first().click();
  await expect(page.getByTestId('event-sentence')).toHaveText(
    'bob@example.com ran “cat /etc/passwd” in pod shop/web-1 from 198.51.100.21, allowed by ClusterRoleBinding editors',
  );
  await open(page, '&user=bob@example.com&code=403');
  await page.getByRole('gridcell').first().click();
  await expect(page.getByTestId('event-sentence')).toHaveText(
    '403: bob@example.com may not list secrets in payments (from 198.51.100.21)',
  );
});

test('the stages of a request stand together, with their times', async ({ page }) => {
  await open(page, '&name=api-7c9f&stage=ResponseComplete');
  await page.getByRole('gridcell').first().click();
  await page.getByRole('tab', { name: 'Request (2)' }).click();
  await expect(page.getByText('on arrival')).toBeVisible();
  await expect(page.getByText('18.5 ms after arrival')).toBeVisible();
  await page.getByRole('button', { name: /RequestReceived/ }).click();
  await expect(page.getByTestId('event-sentence')).toContainText('asked to delete pod payments/api-7c9f');
});

test('the legend filters, Alt-click on it excludes', async ({ page }) => {
  await open(page);
  await page
    .getByRole('figure', { name: 'Events over time' })
    .getByRole('button', { name: /denied/ })
    .click();
  await expect(page).toHaveURL(/[?&]outcome=denied/);
  await expect(total(page)).toHaveText('3 events');
  await page
    .getByRole('figure', { name: 'Events over time' })
    .getByRole('button', { name: /denied/ })
    .click({ modifiers: ['Alt'] });
  await expect(page).toHaveURL(/[?&]-outcome=denied/);
  await expect(total(page)).toHaveText(words(events.length - 3));
});

test('a drag over the chart zooms, Back zooms out', async ({ page }) => {
  await open(page, '&from=2026-03-01T08:00:00Z&to=2026-03-03T09:00:00Z');
  const box = await page.getByRole('application').boundingBox();
  if (!box) throw new Error('the chart has no box');
  await page.mouse.move(box.x + box.width * 0.25, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=2026-03-0\dT.*to=2026-03-0\dT/);
  await expect(total(page)).not.toHaveText(words(events.length));
  await page.goBack();
  await expect(total(page)).toHaveText(words(events.length));
});

test('columns are in the URL only when they are not the default', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Namespace' }).check();
  await expect(page.getByRole('columnheader', { name: 'Namespace' })).toBeVisible();
  await expect(page).toHaveURL(/columns=at,user,verb,object,sourceIP,code,namespace/);
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'Namespace' })).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'Default columns' }).click();
  await expect(page).not.toHaveURL(/columns=/);
});

test('no match says what to leave out', async ({ page }) => {
  await page.goto(`/events?cluster=${cluster}&user=nobody&verb=get`);
  await expect(page.getByText('No event matches all conditions')).toBeVisible();
  await page.getByRole('link', { name: 'Without “User is nobody”' }).click();
  await expect(total(page)).toHaveText(words(events.filter((event) => event.verb === 'get').length));
});

test('junk in the URL is named and left out', async ({ page }) => {
  await open(page, '&from=yesterday&columns=nope&event=nope');
  await expect(page.getByText('from: “yesterday” is not a time')).toBeVisible();
  await expect(page.getByText('There is no such event')).toBeVisible();
  await expect(total(page)).toHaveText(words(events.length));
});
