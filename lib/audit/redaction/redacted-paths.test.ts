import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { redactEvent } from './redact-event';
import { redactedPaths } from './redacted-paths';

it('reads the paths that the redaction wrote, and nothing from what is no such list', () => {
  const event = { requestObject: { kind: 'Secret', data: { a: 'x', b: 'y' } } };
  const redacted = redactEvent(JSON.stringify(event), randomBytes(32));
  expect(redactedPaths(JSON.parse(redacted?.text ?? '{}'))).toEqual(['/requestObject/data/a', '/requestObject/data/b']);
  expect(redactedPaths(event)).toEqual([]);
  for (const value of ['', '{', '{"a":1}', '7', 7, null, '[1,{}]'])
    expect(redactedPaths({ annotations: { 'plumbline.io/redacted': value } })).toEqual([]);
  expect(redactedPaths({ annotations: 'x' })).toEqual([]);
});
