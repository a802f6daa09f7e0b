// The history of one object: who changed what, where the record has holes, and comparing any two states.

import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadLog } from './upload-log';

const cluster = newCluster('objects');
const name = 'web-<b>1</b>';
const START = Date.UTC(2026, 4, 4, 9);

function deployment(generation: number, replicas: number, image: string) {
  const containers = Array.from({ length: 8 }, (_, i) => ({ name: `c${i}`, image: i === 6 ? image : 'pause:3.9' }));
  return {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: {
      name,
      generation,
      uid: 'u1',
      resourceVersion: String(generation),
      managedFields: [{ manager: 'kubectl' }],
    },
    spec: { replicas, template: { spec: { containers } } },
  };
}

const writes = [
  { verb: 'create', user: 'alice', responseObject: deployment(1, 1, 'web:1'), code: 201 },
  { verb: 'update', user: 'bob', responseObject: deployment(2, 3, 'web:2\u202e') },
  { verb: 'patch', user: 'scaler', responseObject: { kind: 'Scale', metadata: { name } }, subresource: 'scale' },
  { verb: 'patch', user: 'carol', level: 'Metadata' },
  { verb: 'update', user: 'dave', responseObject: deployment(9, 4, 'web:3') },
  { verb: 'update', user: 'eve', code: 403 },
];

function toLine(
  { verb, user, code = 200, level = 'RequestResponse', subresource, ...more }: (typeof writes)[number],
  n: number,
) {
  const at = new Date(START + n * 60_000).toISOString();
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level,
    auditID: `10000000-0000-4000-8000-00000000000${n}`,
    stage: 'ResponseComplete',
    requestURI: '/apis/apps/v1/namespaces/shop/deployments',
    verb,
    user: { username: user },
    sourceIPs: ['198.51.100.9'],
    objectRef: { apiGroup: 'apps', apiVersion: 'v1', resource: 'deployments', namespace: 'shop', name, subresource },
    responseStatus: { code },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    ...more,
  });
}

test.beforeAll(async ({ request }) => {
  await uploadLog(request, cluster, 'objects.log', Buffer.from(writes.map(toLine).join('\n')));
});

const list = (page: Page) => page.getByRole('list', { name: 'Writes' });
const change = (page: Page) => page.getByRole('region', { name: 'Change', exact: true });

test('from an event to its object: what changed, by keyboard, and what is not known', async ({ page }) => {
  await page.goto(`/events?cluster=${cluster}&user=dave`);
  await page.getByRole('gridcell').first().click();
  await page.getByRole('link', { name: 'Object history' }).click();
  await expect(page.getByTestId('history-total')).toHaveText('6 writes, 1 of them refused or failed');
  await expect(list(page).getByRole('button')).toHaveCount(6);
  // Generation 2 to 9, with three writes that explain one each.
  await expect(list(page)).toContainText('At least 4 changes between these writes are not in the record');
  await page.keyboard.press('j');
  await expect(change(page).getByTestId('write-sentence')).toContainText('dave updated deployment shop/web-<b>1</b>');
  await expect(change(page).getByRole('status')).toContainText('change 1 of 2');
  await page.keyboard.press('n');
  await expect(change(page).getByRole('region', { name: /^Change 2/ })).toBeFocused();
  await expect(change(page)).toContainText('image: web:2U+202E');
  await expect(change(page)).not.toContainText('managedFields:');
  await change(page)
    .getByRole('checkbox', { name: /managedFields/ })
    .check();
  await expect(change(page)).toContainText('resourceVersion: "9"');
  await page.keyboard.press('j');
  await expect(change(page)).toContainText('that the object changed is known, what changed is not');
});

test('any two states, side by side; oldest first; without a subresource; the link is the same page', async ({
  page,
}) => {
  await page.goto(
    `/objects?cluster=${cluster}&group=apps&resource=deployments&namespace=shop&name=${encodeURIComponent(name)}`,
  );
  await expect(list(page).getByRole('button').first()).toContainText('eve');
  await page.getByRole('button', { name: 'Newest first' }).click();
  await expect(list(page).getByRole('button').first()).toContainText('alice');
  await page.getByRole('button', { name: 'scale 1' }).click();
  await expect(page.getByTestId('history-total')).toContainText('5 writes');
  await list(page).getByRole('button', { name: /dave/ }).click();
  await change(page).getByRole('combobox', { name: 'Compare with' }).selectOption({ index: 1 });
  await change(page).getByRole('button', { name: 'Side by side' }).click();
  await expect(change(page)).toContainText('image: web:1');
  const text = await change(page).textContent();
  await page.reload();
  await expect.poll(() => change(page).textContent()).toBe(text);
  await expectAccessible(page);
  await page.setViewportSize({ width: 1024, height: 768 });
  await expectAccessible(page);
});

test('the palette leads to the question which object', async ({ page }) => {
  await page.goto(`/events?cluster=${cluster}`);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('object history');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Cluster' })).toHaveValue(cluster);
  await page.getByRole('textbox', { name: 'Resource' }).fill('deployments');
  await page.getByRole('textbox', { name: 'API group' }).fill('apps');
  await page.getByRole('textbox', { name: 'Namespace' }).fill('shop');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('history-total')).toContainText('6 writes');
});
