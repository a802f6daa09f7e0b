// The export dialog: what it shows is what is downloaded, whole, in every format, and through the keyboard alone.

import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { parquetReadObjects } from 'hyparquet';
import Papa from 'papaparse';
import { expectAccessible } from './expect-accessible';
import { newCluster, readRealEvents, uploadRealLog } from './upload-log';

const cluster = newCluster('export');

test.beforeAll(async ({ request }) => {
  await uploadRealLog(request, cluster);
});

async function openDialog(page: Page) {
  await page.goto(`/events?cluster=${cluster}&verb=get`);
  await page.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export events' });
  await expect(dialog.getByTestId('export-size')).toContainText('about');
  return dialog;
}

async function download(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).press('Enter'),
  ]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test('is downloaded in three formats with as many events as the page counts', async ({ page }) => {
  const expected = (await readRealEvents()).filter((event) => event.verb === 'get').length;
  const dialog = await openDialog(page);
  await expect(dialog.getByTestId('export-size')).toContainText(`${expected.toLocaleString('en-US')} events`);
  await dialog.getByRole('radio', { name: /^As it is/ }).check();

  const lines = await download(page);
  expect(lines.name).toMatch(new RegExp(`^plumbline-${cluster}-\\d{8}T\\d{6}Z\\.ndjson$`));
  const events = lines.bytes.toString().trimEnd().split('\n');
  expect(events).toHaveLength(expected);
  for (const line of events) expect(JSON.parse(line).verb).toBe('get');

  await dialog.getByRole('radio', { name: /^CSV/ }).check();
  await dialog.getByRole('radio', { name: /^All/ }).check();
  await dialog.getByRole('checkbox', { name: /^Request URI/ }).check();
  const csv = Papa.parse<Record<string, string>>((await download(page)).bytes.toString(), {
    header: true,
    skipEmptyLines: true,
  });
  expect(csv.errors).toEqual([]);
  expect(csv.data).toHaveLength(expected);
  expect(csv.data.every((row) => row.verb === 'get' && row.requestURI?.startsWith('/'))).toBe(true);

  await dialog.getByRole('radio', { name: /^Parquet/ }).check();
  const { bytes } = await download(page);
  const file = new Uint8Array(bytes).buffer as ArrayBuffer;
  const rows = await parquetReadObjects({ file, columns: ['id', 'requestURI'] });
  expect(rows).toEqual(csv.data.map(({ id, requestURI }) => ({ id, requestURI })));
});

test('comes as a zip with its manifest, and the dialog goes by the keyboard', async ({ page }) => {
  test.slow(); // axe looks at the whole page twice
  const dialog = await openDialog(page);
  const { name, bytes } = await download(page);
  expect(name).toMatch(/\.zip$/);
  // The manifest is the last entry; its bytes end where the central directory begins.
  expect(manifestOf(bytes)).toMatchObject({
    type: 'plumbline export v1',
    query: { words: `Verb is "get", and Cluster is "${cluster}"` },
    order: 'newest first',
    data: { format: 'ndjson' },
  });
  await dialog.getByRole('radio', { name: /^CSV/ }).check();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeFocused();
});

function manifestOf(zip: Buffer): unknown {
  const name = zip.indexOf('manifest.json');
  const extra = zip.readUInt16LE(name - 2);
  const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), name);
  return JSON.parse(inflateRawSync(zip.subarray(name + 13 + extra, directory)).toString());
}

test('of a wrong filter is refused in words, and POST is not possible', async ({ request }) => {
  const wrong = await request.get('/api/v1/export?format=xls&colour=red');
  expect(wrong.status()).toBe(400);
  expect((await wrong.json()).error.problems.map(({ parameter }: { parameter: string }) => parameter).sort()).toEqual([
    'colour',
    'format',
  ]);
  expect((await request.post('/api/v1/export')).status()).toBe(405);
  const head = await request.head(`/api/v1/export?format=csv&cluster=${encodeURIComponent('a"\r\nx: y;é')}`);
  expect(head.headers()['content-disposition']).toMatch(/^attachment; filename="plumbline-a_x_y-\d{8}T\d{6}Z\.csv"$/);
});
