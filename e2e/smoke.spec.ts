// The product is up, its pages run under the content security policy, and it refuses what it should.

import { request as httpRequest } from 'node:http';
import { expect, test } from '@playwright/test';

test('health and readiness answer', async ({ request }) => {
  expect(await (await request.get('/api/health')).json()).toEqual({ status: 'ok' });
  expect(await (await request.get('/api/ready')).json()).toEqual({ status: 'ready' });
});

test('the first page comes to life under a policy with a nonce, without a word on the console', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));

  const answer = await page.goto('/');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  const nonce = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic'/.exec(policy)?.[1];
  expect(nonce).toBeTruthy();
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);

  await expect(page.locator('body')).not.toBeEmpty();
  // React marks what it has taken over; a page whose scripts were refused has no such mark.
  await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith('__react')));
  const nonces = await page
    .locator('script')
    .evaluateAll((scripts) => scripts.map((s) => (s as HTMLScriptElement).nonce));
  expect(new Set(nonces)).toEqual(new Set([nonce]));
  expect(complaints).toEqual([]);
});

test('an address that is none says so, with the screens still beside it', async ({ page }) => {
  const answer = await page.goto('/no/such/page');
  expect(answer?.status()).toBe(404);
  await expect(page.getByText('there is no such page')).toBeVisible();
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Evidence' }).click();
  await expect(page.getByRole('heading', { name: 'Evidence' })).toBeVisible();
});

test('two answers never share a nonce', async ({ request }) => {
  const policies = await Promise.all(
    [1, 2].map(async () => (await request.get('/')).headers()['content-security-policy']),
  );
  expect(policies[0]).not.toEqual(policies[1]);
});

test('every answer carries the security headers, errors and files too', async ({ request }) => {
  for (const path of ['/api/health', '/no/such/page', '/_next/static/none.js']) {
    const headers = (await request.get(path)).headers();
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['referrer-policy'], path).toBe('no-referrer');
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin');
  }
});

test('another site can neither post nor pose as this one', async ({ request, baseURL }) => {
  const posted = await request.post('/api/v1/imports', { headers: { origin: 'https://evil.example' }, data: 'x' });
  expect(posted.status()).toBe(403);
  expect((await posted.json()).error.code).toBe('cross_origin');

  const { port } = new URL(baseURL ?? '');
  const status = await new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/api/health', headers: { host: `evil.example:${port}` } };
    httpRequest(options, (answer) => resolve(answer.statusCode))
      .once('error', reject)
      .end();
  });
  expect(status).toBe(421);
});
