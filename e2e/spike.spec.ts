// A window of the chart is explained: by keyboard and by drag, with the numbers of the list, and a click filters.

import { expect, test } from '@playwright/test';
import { expectAccessible } from './expect-accessible';
import { newCluster, uploadLog } from './upload-log';

const cluster = newCluster('spike');

/** Ten hours of calm, and in the sixth one mallory. */
function log(): Buffer {
  const lines = Array.from({ length: 400 }, (_, n) => {
    const spike = n % 2 === 0;
    const seconds = spike ? 5 * 3600 + n * 8 : (n * 90) % 36_000;
    const at = new Date(Date.UTC(2026, 2, 3) + seconds * 1000).toISOString().replace('Z', '000Z');
    return JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`,
      stage: 'ResponseComplete',
      requestURI: '/api/v1/secrets',
      verb: spike ? 'delete' : 'get',
      user: { username: spike ? 'mallory' : 'alice' },
      sourceIPs: ['198.51.100.7'],
      objectRef: { resource: 'secrets', namespace: 'payments', name: `s-${n}`, apiVersion: 'v1' },
      responseStatus: { code: 200 },
      requestReceivedTimestamp: at,
      stageTimestamp: at,
    });
  });
  return Buffer.from(lines.join('\n'));
}

test('a window of the chart is explained and its values filter', async ({ page, request }) => {
  test.slow(); // axe looks at the explanation twice
  await uploadLog(request, cluster, 'spike.log', log());
  await page.goto(`/events?cluster=${cluster}&from=2026-03-03T00:00:00Z&to=2026-03-03T10:00:00Z`);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
  const chart = page.getByRole('application');
  const box = await chart.boundingBox();
  if (!box) throw new Error('no chart');

  // The sixth hour, by drag after the button.
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('Drag over the bars to explain')).toBeVisible();
  await page.mouse.move(box.x + box.width * 0.502, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.55, box.y + 20);
  await page.mouse.move(box.x + box.width * 0.598, box.y + 20);
  await page.mouse.up();
  const panel = page.getByRole('region', { name: 'Explanation of the window' });
  await expect(panel.getByTestId('spike-sentence')).toContainText('220 events');
  await expect(page).toHaveURL(/explain=2026-03-03T05:00:00\.000000Z\/2026-03-03T06:00:00\.000000Z/);
  const mallory = panel.getByRole('button', { name: /^User mallory: 200 events, 0 expected, new/ });
  await expect(mallory).toBeVisible();
  await expectAccessible(page, 'main');

  await mallory.click();
  await expect(page.getByTestId('event-total')).toHaveText('200 events');
  await panel.getByRole('button', { name: 'Same hours before' }).click();
  await expect(panel.getByTestId('spike-sentence')).toContainText('nothing was recorded at these hours');
  await panel.getByRole('button', { name: 'Close the explanation' }).click();
  await expect(panel).toBeHidden();

  // By keyboard: the bar that is read.
  await chart.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('x');
  await expect(page).toHaveURL(/explain=/);
});
