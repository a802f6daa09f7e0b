// One row for each request: stages together, duration, what is still open, and back to single events.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadLog } from './upload-log';

const cluster = newCluster('requests');

type LoggedEvent = { auditID: string; stage: string; verb: string };
let events: LoggedEvent[] = [];

test.beforeAll(async ({ request }) => {
  const log = gunzipSync(await readFile(path.resolve(import.meta.dirname, 'fixtures/audit.log.gz')));
  const lines = log.toString('utf8').trimEnd().split('\n').slice(0, 400);
  events = lines.map((line) => JSON.parse(line));
  await uploadLog(request, cluster, 'audit.log', Buffer.from(lines.join('\n')));
});

test('grouped, counted, expanded, opened, and back', async ({ page }) => {
  await page.goto(`/events?cluster=${cluster}`);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
  await page.getByRole('button', { name: 'Requests', exact: true }).click();
  await expect(page).toHaveURL(/view=requests/);
  const requests = new Set(events.map((event) => event.auditID)).size;
  await expect(page.getByTestId('event-total')).toHaveText(`${events.length} events in ${requests} requests`);

  const table = page.getByRole('grid', { name: 'Requests' });
  const listed = await table.getByRole('button', { name: 'Show the stages' }).count();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => table.getByRole('button', { name: 'Show the stages' }).count()).toBeGreaterThan(listed);

  await table.getByRole('button', { name: 'Show the stages' }).first().click();
  await table
    .getByRole('button', { name: /^Open the stage / })
    .first()
    .click();
  const panel = page.getByRole('complementary', { name: 'Event', exact: true });
  const sentence = panel.getByTestId('event-sentence');
  await expect(sentence).not.toBeEmpty();
  const first = await sentence.textContent();
  await page.keyboard.press('j');
  await expect(sentence).not.toHaveText(first ?? '');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await page.getByRole('button', { name: 'Events', exact: true }).click();
  await expect(page.getByTestId('event-total')).toHaveText(`${events.length} events`);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
});

test('what is open and what never ended is said; axe', async ({ page }) => {
  const last = new Map<string, Set<string>>();
  for (const { auditID, stage } of events) last.set(auditID, (last.get(auditID) ?? new Set()).add(stage));
  const open = [...last.values()].filter((stages) => stages.has('ResponseStarted') && !stages.has('ResponseComplete'));
  await page.goto(`/events?cluster=${cluster}&stage=ResponseStarted&view=requests`);
  const cells = page.getByRole('grid', { name: 'Requests' }).getByRole('gridcell', { name: 'open: no end recorded' });
  await expect(page.getByTestId('event-total')).toContainText('request');
  await expect(cells).toHaveCount(open.length);
  expect(open.length).toBeGreaterThan(0);
  await expectAccessible(page);
});

test('all columns fit beside the facets, and what gave way for that shows as a whole on hover', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/events?cluster=${cluster}&view=requests`);
  const table = page.getByRole('grid', { name: 'Requests' });
  await expect(table).toBeVisible();
  expect(await table.evaluate((grid) => grid.scrollWidth - (grid.parentElement?.clientWidth ?? 0))).toBeLessThan(1);

  const shortened = await table.locator('[data-full]').evaluateAll((values) => {
    const isCut = (head: Element | null) => head !== null && head.scrollWidth > head.clientWidth;
    return values.findIndex((value) => isCut(value.querySelector('[data-head]')));
  });
  const value = table.locator('[data-full]').nth(shortened);
  const whole = (await value.getAttribute('data-full')) ?? '';
  // The listener of the page is there when the page has come to life: until then the pointer moves off and on.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await value.hover();
    await expect(page.locator('div[aria-hidden].fixed', { hasText: whole })).toBeVisible({ timeout: 1000 });
  }).toPass();
});
