// The HTTP API of the running product: its answers are the log's counts and keep to its own description.

import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { newCluster, type RealEvent, readRealEvents, uploadLog, uploadRealLog } from './upload-log';

const cluster = newCluster('api');
const filter = `cluster=${cluster}`;
let importId = '';

test.beforeAll(async ({ request }) => {
  importId = (await uploadRealLog(request, cluster)).import.id;
});

const valuesOf: Record<string, (event: RealEvent) => string | null> = {
  verb: (event) => event.verb || null,
  stage: (event) => event.stage,
  user: (event) => event.user.username || null,
  code: (event) => (event.responseStatus?.code === undefined ? null : String(event.responseStatus.code)),
  resource: (event) => event.objectRef?.resource ?? null,
  namespace: (event) => event.objectRef?.namespace || null,
};

test('facets are those of an independent count', async ({ request }) => {
  const events = await readRealEvents();
  const { total, facets } = await (await request.get(`/api/v1/facets?${filter}&limit=1000`)).json();
  expect(total).toBe(events.length);
  for (const [field, readValue] of Object.entries(valuesOf)) {
    const expected = new Map<string | null, number>();
    for (const event of events) expected.set(readValue(event), (expected.get(readValue(event)) ?? 0) + 1);
    const given = new Map(facets[field].map(({ value, count }: { value: string; count: number }) => [value, count]));
    if (!expected.has(null) && given.get(null) === 0) given.delete(null);
    expect(given, field).toEqual(expected);
  }
});

test('pages of events neither repeat nor leave out one', async ({ request }) => {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await (await request.get(`/api/v1/events?${filter}&limit=500${query}`)).json();
    expect(page.total).toBe(1200);
    ids.push(...page.events.map((event: { id: string }) => event.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(ids).toHaveLength(1200);
  expect(new Set(ids).size).toBe(1200);
});

test('one event comes with its original', async ({ request }) => {
  const { events } = await (await request.get(`/api/v1/events?${filter}&limit=1&verb=create`)).json();
  const detail = await (await request.get(`/api/v1/events/${encodeURIComponent(events[0].id)}`)).json();
  expect(JSON.parse(detail.raw)).toEqual(detail.event);
  expect(detail.event.verb).toBe('create');
});

test('total, facets and histogram agree', async ({ request }) => {
  const question = `${filter}&code=>=400&-verb=watch`;
  const [events, facets, histogram] = await Promise.all(
    ['events', 'facets', 'histogram'].map(async (name) => (await request.get(`/api/v1/${name}?${question}`)).json()),
  );
  expect(facets.total).toBe(events.total);
  expect(histogram.total).toBe(events.total);
  for (const total of Object.values(facets.totals)) expect(typeof total).toBe('number');
});

const answers: [string, string, () => string][] = [
  ['/api/v1/events', 'get', () => `/api/v1/events?${filter}&limit=3`],
  ['/api/v1/facets', 'get', () => `/api/v1/facets?${filter}`],
  ['/api/v1/facets/{field}', 'get', () => `/api/v1/facets/user?${filter}&query=system&limit=5`],
  ['/api/v1/histogram', 'get', () => `/api/v1/histogram?${filter}&buckets=20`],
  ['/api/v1/overview', 'get', () => `/api/v1/overview?${filter}`],
  ['/api/v1/imports', 'get', () => '/api/v1/imports?limit=5'],
  ['/api/v1/imports/{id}', 'get', () => `/api/v1/imports/${importId}`],
];

for (const [route, method, address] of answers) {
  test(`${method} ${route} answers as it is described`, async ({ request }) => {
    const answer = await request.get(address());
    expect(answer.status()).toBe(200);
    expect(answer.headers()['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers()['cache-control']).toBe('no-store');
    const description = await (await request.get('/api/openapi.json')).json();
    const body: unknown = await answer.json();
    expect(problemsOf(description, description.paths[route][method].responses['200'], body)).toEqual([]);
  });
}

test('an upload, an event and an error answer as they are described', async ({ request }) => {
  const description = await (await request.get('/api/openapi.json')).json();
  const upload = await request.post(`/api/v1/imports?${filter}&name=empty.log`, { data: Buffer.alloc(0) });
  expect(upload.status()).toBe(202);
  const described = description.paths['/api/v1/imports'].post.responses;
  expect(problemsOf(description, described['202'], await upload.json())).toEqual([]);

  const { events } = await (await request.get(`/api/v1/events?${filter}&limit=1`)).json();
  const event = await (await request.get(`/api/v1/events/${encodeURIComponent(events[0].id)}`)).json();
  expect(problemsOf(description, description.paths['/api/v1/events/{id}'].get.responses['200'], event)).toEqual([]);

  const error = await request.get('/api/v1/imports?limit=many');
  expect(error.status()).toBe(400);
  expect(problemsOf(description, described['400'], await error.json())).toEqual([]);
});

type Described = { content: { 'application/json': { schema: object } } };

function problemsOf(description: object, described: Described, body: unknown): unknown[] {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  // References like #/components/schemas/EventRow point into the description.
  const validate = ajv.compile({ ...described.content['application/json'].schema, ...pick(description) });
  return validate(body) ? [] : (validate.errors ?? []);
}

function pick(description: object) {
  return 'components' in description ? { components: description.components } : {};
}

for (const query of [
  'limit=0',
  'limit=1001',
  'limit=1%3B%20drop%20table%20event',
  'limit=5&limit=6',
  'cursor=%27%20or%201%3D1',
  'cursor=',
  'colour=red',
  'constructor=x',
  'from=yesterday',
  'to=2026-13-01',
  'user=%00',
  'text=%00',
  `name=${'x'.repeat(3000)}`,
]) {
  test(`refuses ${query.slice(0, 40)} with what was expected`, async ({ request }) => {
    const answer = await request.get(`/api/v1/events?${query}`);
    expect(answer.status()).toBe(400);
    const { error } = await answer.json();
    expect(error.code).toBe('bad_request');
    expect(error.problems[0].message).toMatch(/expected|is not/);
  });
}

for (const value of [
  `' or 1=1; drop table event; --`,
  '<script>alert(1)</script>',
  '\u202e',
  '=1+1',
  '%',
  '\\',
  '*'.repeat(400),
]) {
  test(`takes the value ${JSON.stringify(value).slice(0, 30)} as a value`, async ({ request }) => {
    for (const field of ['user', '-user', 'code', 'name', 'text', 'auditID', 'userAgent']) {
      const params = new URLSearchParams([
        ['cluster', cluster],
        [field, value],
      ]);
      for (const name of ['events', 'facets', 'histogram']) {
        const answer = await request.get(`/api/v1/${name}?${params}`);
        expect(answer.status(), `${name} ${field}`).toBe(200);
      }
    }
  });
}

test('unknown ids are 404 or 400, never 500', async ({ request }) => {
  const statuses = await Promise.all(
    [
      '/api/v1/events/none',
      '/api/v1/events/%00',
      "/api/v1/events/'%20or%201=1",
      `/api/v1/events/${'9'.repeat(150)}`,
      '/api/v1/imports/00000000-0000-4000-8000-000000000000',
      '/api/v1/imports/none',
      '/api/v1/facets/toString',
    ].map(async (address) => (await request.get(address)).status()),
  );
  for (const status of statuses) expect([400, 404]).toContain(status);
});

test('methods that are not there are 405 with Allow', async ({ request }) => {
  for (const method of ['DELETE', 'PUT', 'PATCH', 'POST']) {
    const answer = await request.fetch('/api/v1/events', { method });
    expect(answer.status(), method).toBe(405);
    expect(answer.headers().allow).toBe('GET, HEAD, OPTIONS');
    expect((await answer.json()).error.code).toBe('method_not_allowed');
  }
  const head = await request.fetch('/api/v1/imports', { method: 'HEAD' });
  expect(head.status()).toBe(200);
  expect((await head.body()).length).toBe(0);
});

test('an upload as a form takes several files and the name of the cluster', async ({ request }) => {
  const own = newCluster('form');
  const form = new FormData();
  form.append('cluster', own);
  form.append('file', new File(['{"kind":"Event"}\n'], '../../first.log'));
  form.append('file', new File(['x'], 'second\n.log'));
  const answer = await request.post('/api/v1/imports', { multipart: form });
  expect(answer.status()).toBe(202);
  const upload = await answer.json();
  expect(upload.imports.map((one: { file: string; cluster: string }) => [one.file, one.cluster])).toEqual([
    ['first.log', own],
    [expect.stringMatching(/^second.*\.log$/), own],
  ]);
  expect(answer.headers().location).toBe(`/api/v1/imports/${upload.id}`);
});

test('a form without a file, or a cluster without a name, is refused', async ({ request }) => {
  const form = new FormData();
  form.append('cluster', 'prod');
  expect((await request.post('/api/v1/imports', { multipart: form })).status()).toBe(400);
  expect((await request.post('/api/v1/imports?cluster=a%20b', { data: 'x' })).status()).toBe(400);
  expect((await request.post('/api/v1/imports?format=xml', { data: 'x' })).status()).toBe(400);
  expect((await request.post('/api/v1/imports?clutser=a', { data: 'x' })).status()).toBe(400);
});

test('quarantined lines come in pages', async ({ request }) => {
  const lines = Array.from({ length: 25 }, (_, i) => `not an event ${i}`);
  const good = (await readRealEvents()).slice(0, 30).map((event) => JSON.stringify(event));
  const log = Buffer.from([...good, ...lines].join('\n'));
  const detail = await uploadLog(request, newCluster('pages'), 'bad.log', log);
  expect(detail.import).toMatchObject({ state: 'done', events: 55, inserted: 30, quarantined: 25 });
  const address = `/api/v1/imports/${detail.import.id}?limit=10`;
  const numbers: number[] = [];
  let cursor: string | null = null;
  do {
    const page = await (await request.get(cursor === null ? address : `${address}&cursor=${cursor}`)).json();
    numbers.push(...page.quarantined.map((line: { lineNumber: number }) => line.lineNumber));
    cursor = page.nextQuarantineCursor;
  } while (cursor !== null);
  expect(numbers).toEqual(lines.map((_, i) => 31 + i));
});

test('cancelling what has ended is a conflict that says how it ended', async ({ request }) => {
  const answer = await request.post(`/api/v1/imports/${importId}/cancel`);
  expect(answer.status()).toBe(409);
  expect((await answer.json()).error.message).toContain('it is done');
});
