import { describe, expect, it } from 'vitest';
import {
  BadImportCursorError,
  decodeLineCursor,
  decodeListCursor,
  encodeLineCursor,
  encodeListCursor,
} from './import-cursor';

describe('cursors of imports', () => {
  it('come back as they were', () => {
    const list = { createdAt: '2026-11-21T03:25:03.502811Z', id: '0b1e7d0e-6f10-4f0f-9a41-0a3e9b1c2d3e' };
    expect(decodeListCursor(encodeListCursor(list))).toEqual(list);
    expect(decodeLineCursor(encodeLineCursor({ lineNumber: 812, id: 9 }))).toEqual({ lineNumber: 812, id: 9 });
  });

  const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const hostile of [
    '',
    'x',
    '%00',
    made(null),
    made(["2026-01-01T00:00:00Z'; drop table event; --", 'x']),
    made([1e300, 1]),
  ]) {
    it(`refuse ${JSON.stringify(hostile)}`, () => {
      expect(() => decodeListCursor(hostile)).toThrow(BadImportCursorError);
      expect(() => decodeLineCursor(hostile)).toThrow(BadImportCursorError);
    });
  }
});
