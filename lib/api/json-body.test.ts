import { expect, it } from 'vitest';
import { clusterChangeSchema } from '@/lib/ingest/cluster-answers';
import { readJsonBody } from './json-body';

function read(body: string, type = 'application/json') {
  const request = new Request('http://localhost/', { method: 'PATCH', body, headers: { 'content-type': type } });
  return readJsonBody(request, clusterChangeSchema);
}

it('takes JSON of the form, and says of anything else what was expected', async () => {
  expect(await read('{"retention":{"days":7}}', 'application/json; charset=utf-8')).toEqual({ retention: { days: 7 } });
  expect(await read('{"retention":null}')).toEqual({ retention: null });
  await expect(read('{}', 'text/plain')).rejects.toThrow('expected application/json');
  await expect(read('{"redact":')).rejects.toThrow('body: expected JSON');
  await expect(read('{"redact":false}')).rejects.toThrow('confirm: expected "store secrets"');
  await expect(read('{"retention":{"days":0}}')).rejects.toThrow('retention.days: expected at least one day');
  await expect(read('{"retention":{"days":1,"bytes":5000000}}')).rejects.toMatchObject({ code: 'bad_request' });
  await expect(read('{"else":1}')).rejects.toMatchObject({ code: 'bad_request' });
  await expect(read(`"${'x'.repeat(70_000)}"`)).rejects.toMatchObject({ code: 'too_large', status: 413 });
});
