import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parseColumns as parse,
  serializeColumns,
  withColumnMoved,
  withColumnShown,
} from '@/components/events/column-state';
import { defaultColumns, eventColumnSet, eventColumns } from '@/components/events/event-columns';

const parseColumns = (text: string) => parse(text, eventColumnSet);
const ids = fc.uniqueArray(fc.constantFrom(...eventColumns.map((column) => column.id)), { minLength: 1 });

test('columns read back as they were written', () => {
  fc.assert(
    fc.property(ids, (columns) => {
      expect(parseColumns(serializeColumns(columns))).toEqual(columns);
    }),
  );
});

test('junk is dropped, and nothing left is the default', () => {
  expect(parseColumns('user,nope,user,verb')).toEqual(['user', 'verb']);
  expect(parseColumns('')).toEqual(defaultColumns);
  expect(parseColumns('__proto__,constructor')).toEqual(defaultColumns);
});

test('hiding the last column is refused, showing one appends it', () => {
  expect(withColumnShown(['at'], 'at', false)).toEqual(['at']);
  expect(withColumnShown(['at'], 'user', true)).toEqual(['at', 'user']);
  expect(withColumnShown(['at', 'user'], 'at', true)).toEqual(['at', 'user']);
});

test('a column moves by one place and stops at the ends', () => {
  expect(withColumnMoved(['at', 'user', 'verb'], 'user', -1)).toEqual(['user', 'at', 'verb']);
  expect(withColumnMoved(['at', 'user', 'verb'], 'verb', 1)).toEqual(['at', 'user', 'verb']);
  expect(withColumnMoved(['at', 'user', 'verb'], 'code', 1)).toEqual(['at', 'user', 'verb']);
});
