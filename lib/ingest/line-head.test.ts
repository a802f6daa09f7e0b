import { describe, expect, it } from 'vitest';
import { lineHead } from './line-head';

const encode = (text: string) => new TextEncoder().encode(text);

describe('lineHead', () => {
  it('gives a short line whole', () => expect(lineHead(encode('{"kind":'))).toBe('{"kind":'));
  it('shows invalid UTF-8 as U+FFFD', () => expect(lineHead(Uint8Array.of(0x61, 0xff, 0x62))).toBe('a\ufffdb'));
  it('keeps NUL and a byte order mark', () => expect(lineHead(encode('\ufeff\u0000'))).toBe('\ufeff\u0000'));
  it('shows a character that the line itself cuts as U+FFFD', () =>
    expect(lineHead(encode('é').subarray(0, 1))).toBe('\ufffd'));
  it('cuts at 1,024 characters, never inside one', () => {
    const head = lineHead(encode('😀'.repeat(2000)).subarray(0, 4096));
    expect(head).toBe('😀'.repeat(1024));
  });
});
