// Bringing logs in by the browser: what a person sees of it.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, REAL_LOG, uploadLog } from './upload-log';

let directory: string;

test.beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-imports-'));
});
test.afterAll(() => rm(directory, { recursive: true }));

async function chooseFiles(page: Page, cluster: string, files: string[]): Promise<void> {
  await page.goto('/imports');
  await page.getByLabel('Cluster', { exact: true }).fill(cluster);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).press('Enter');
  await (await chooser).setFiles(files);
}

/** The two lines of the import of a file into a cluster. */
function rowOf(page: Page, cluster: string, file: string) {
  return page.locator('tbody').filter({ hasText: cluster }).filter({ hasText: file });
}

test('a real log is dropped, loads, and says what was kept; again it adds nothing', async ({ page }) => {
  const cluster = newCluster('drop');
  await page.goto('/imports');
  await page.getByLabel('Cluster', { exact: true }).fill(cluster);
  const bytes = [...(await readFile(REAL_LOG))];
  const transfer = await page.evaluateHandle((data) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([new Uint8Array(data)], 'audit.log.gz'));
    return dropped;
  }, bytes);
  // Anywhere on the page, not only on the zone.
  await page.dispatchEvent('h1', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText('Drop to import into')).toBeVisible();
  await page.dispatchEvent('h1', 'drop', { dataTransfer: transfer });
  await expect(page.getByText('Drop to import into')).toBeHidden();

  const row = rowOf(page, cluster, 'audit.log.gz');
  await expect(row).toContainText('Done');
  await expect(row).toContainText(/1,200 events read in .+: 1,200 kept, none was there already, none quarantined\./);

  await chooseFiles(page, cluster, [REAL_LOG]);
  await expect(rowOf(page, cluster, 'audit.log.gz').first()).toContainText(
    /1,200 events read in .+: none kept, 1,200 were there already, none quarantined\./,
  );

  await rowOf(page, cluster, 'audit.log.gz').last().getByRole('link', { name: 'audit.log.gz' }).click();
  await expect(page.locator('p', { hasText: /1,200 events read from audit\.log\.gz in/ })).toBeVisible();
  await expect(page.getByText('audit.k8s.io/v1, JSON lines, gzip')).toBeVisible();
  await expectAccessible(page);
});

test('many files at once are all taken', async ({ page }) => {
  const cluster = newCluster('many');
  const files: string[] = [];
  for (let i = 0; i < 6; i++) {
    const file = path.join(directory, `many-${i}.log`);
    await writeFile(file, `${JSON.stringify(eventOf(i))}\n`);
    files.push(file);
  }
  await chooseFiles(page, cluster, files);
  for (let i = 0; i < 6; i++) await expect(rowOf(page, cluster, `many-${i}.log`)).toContainText('1 kept');
});

test('a bad file keeps the good lines and shows each bad one, with its place and reason, as text', async ({ page }) => {
  const cluster = newCluster('bad');
  const file = path.join(directory, 'bad.log');
  const lines: (string | Buffer)[] = [
    JSON.stringify(eventOf(1)),
    '<img src=x onerror="document.title=1">\u202egnp.exe',
    JSON.stringify(eventOf(2)).slice(0, 90),
    Buffer.from([0x7b, 0xff, 0x00, 0x7d]),
    JSON.stringify(eventOf(3)),
    '=HYPERLINK("http://evil.example")',
  ];
  await writeFile(file, Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])));
  await chooseFiles(page, cluster, [file]);
  const row = rowOf(page, cluster, 'bad.log');
  await expect(row).toContainText('2 kept, none was there already, 4 quarantined');

  await row.getByRole('link', { name: 'bad.log' }).click();
  const bad = page.getByRole('region', { name: 'Quarantined lines' }).locator('tbody tr');
  await expect(bad).toHaveCount(4);
  await expect(bad.nth(0).locator('td').first()).toHaveText('2');
  await expect(bad.nth(0)).toContainText('<img src=x onerror="document.title=1">');
  await expect(bad.nth(0)).toContainText('U+202E');
  await expect(bad.nth(1)).toContainText('truncated');
  await expect(bad.nth(2)).toContainText('UTF-8');
  await expect(bad.nth(3)).toContainText('=HYPERLINK("http://evil.example")');
  expect(await page.locator('img[src=x]').count()).toBe(0);
  await expect(page).toHaveTitle(/Import/);
  await expectAccessible(page);
});

test('a reload in the middle of an import keeps its progress', async ({ page }) => {
  const cluster = newCluster('reload');
  const file = path.join(directory, 'large.log');
  const events = 150_000;
  await writeFile(file, Array.from({ length: events }, (_, i) => `${JSON.stringify(eventOf(i))}\n`).join(''));
  await chooseFiles(page, cluster, [file]);
  const row = rowOf(page, cluster, 'large.log');
  await expect(row).toContainText('Importing', { timeout: 60_000 });
  await page.reload();
  await expect(row).toContainText('Importing');
  await expect(row.getByRole('progressbar')).toBeVisible();
  await expect(row).toContainText('150,000 kept, none was there already, none quarantined', { timeout: 60_000 });
});

test('an import can be cancelled, and says what stays', async ({ page }) => {
  const cluster = newCluster('cancel');
  const file = path.join(directory, 'cancel.log');
  await writeFile(file, Array.from({ length: 150_000 }, (_, i) => `${JSON.stringify(eventOf(i))}\n`).join(''));
  await chooseFiles(page, cluster, [file]);
  const row = rowOf(page, cluster, 'cancel.log');
  await expect(row).toContainText('Importing', { timeout: 60_000 });
  await row.getByRole('button', { name: 'Cancel the import of cancel.log' }).press('Enter');
  await expect(row).toContainText('Cancelled', { timeout: 60_000 });
});

test('the name of a cluster is checked before anything is sent', async ({ page }) => {
  await page.goto('/imports');
  await page.getByLabel('Cluster', { exact: true }).fill('a b');
  await expect(page.getByText('expected 1 to 253 letters, digits, dots, underscores or hyphens')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeDisabled();
});

test('a server that refuses is quoted, and the file can be tried again', async ({ page }) => {
  const cluster = newCluster('refused');
  const error = { code: 'disk_full', message: 'The disk is full where Plumbline keeps uploads.' };
  await page.route('**/api/v1/imports?*', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 507, json: { error } }) : route.continue(),
  );
  await chooseFiles(page, cluster, [REAL_LOG]);
  await expect(page.getByText('The disk is full where Plumbline keeps uploads.')).toBeVisible();
  await expectAccessible(page);
  await page.unroute('**/api/v1/imports?*');
  await page.getByRole('button', { name: 'Try audit.log.gz again' }).click();
  await expect(rowOf(page, cluster, 'audit.log.gz')).toContainText('1,200 kept');
});

test('that the disk is nearly full is told over every screen, until it is not', async ({ page }) => {
  // The disk of this machine is not ours to fill; what the server says about a full one is a test of the server's.
  let problem: string | null = 'the disk of /data has 1.2 GiB of 400 GiB free, and 40 GiB must stay free';
  await page.route('**/api/v1/disk', (route) => route.fulfill({ json: { problem } }));
  const banner = page.getByRole('status').filter({ hasText: 'New events are refused' });
  await page.goto('/clusters');
  await expect(banner).toContainText('1.2 GiB of 400 GiB free');
  await expect(banner).toContainText('Make room');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Imports' }).first().click();
  await expect(page).toHaveURL(/\/imports/);
  await expect(banner).toBeVisible();
  problem = null;
  const asked = page.waitForResponse('**/api/v1/disk');
  await page.reload();
  await asked;
  await expect(banner).toBeHidden();
});

test('the list passes axe and holds its shape on a narrow screen', async ({ page, request }) => {
  await uploadLog(request, newCluster('axe'), `<b>${'x'.repeat(300)}</b>.log`, Buffer.from(JSON.stringify(eventOf(1))));
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto('/imports');
  await expect(page.getByRole('heading', { name: 'Imports', exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
  await expectAccessible(page);
});

test('an address of no import says so', async ({ page }) => {
  const answer = await page.goto('/imports/00000000-0000-4000-8000-000000000000');
  expect(answer?.status()).toBe(404);
  await expect(page.getByText('There is no such import')).toBeVisible();
});

function eventOf(i: number) {
  const at = new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString().replace('Z', '000Z');
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/default/pods',
    verb: 'list',
    user: { username: 'alice@example.com', groups: ['system:authenticated'] },
    sourceIPs: ['198.51.100.20'],
    userAgent: 'kubectl/v1.36.2',
    objectRef: { resource: 'pods', namespace: 'default', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  };
}
