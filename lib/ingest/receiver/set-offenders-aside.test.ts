import { expect, it } from 'vitest';
import { ValueBatchBuilder } from '@/lib/ingest/value-batch';
import { setOffendersAside } from './set-offenders-aside';

it('only the value that cannot be read is quarantined; places that held none stay', () => {
  const builder = new ValueBatchBuilder();
  for (const [i, text] of ['one', 'offender', 'two'].entries()) {
    builder.add({ value: { bytes: Buffer.from(text), lineNumber: i + 1, byteOffset: 10 * i } });
  }
  const hole = {
    reason: 'cut',
    lineNumber: 9,
    byteOffset: 99,
    byteLength: 0,
    sha256: Buffer.alloc(32),
    head: Buffer.alloc(0),
  };
  builder.add({ bad: hole });
  const rest = setOffendersAside(builder.take(), 'any', null, ({ bytes }) => {
    if (Buffer.from(bytes).toString() === 'offender') throw new RangeError('too much');
  });
  expect(Buffer.from(rest.bytes).toString()).toBe('onetwo');
  expect([...rest.ends]).toEqual([3, 6]);
  expect([...rest.lineNumbers]).toEqual([1, 3]);
  expect(rest.bad).toMatchObject([
    hole,
    { reason: 'Plumbline failed to read it: too much', lineNumber: 2, byteOffset: 10 },
  ]);
});
