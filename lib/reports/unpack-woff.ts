/**
 * A WOFF file (version 1: a font with each of its tables compressed by zlib) as the font that it holds. fontkit reads WOFF,
 * but fails on the outlines of some glyphs and on subsets with accents; of the font itself it makes both.
 */
import { inflateSync } from 'node:zlib';

/** Kerning and ligatures: reading them takes most of the time of a PDF, and identifiers are better off without. */
const LEFT_OUT = ['GPOS', 'GSUB', 'GDEF', 'DSIG'];
const SIGNATURE = 0x774f4646;
const HEADER = 44;
const ENTRY = 20;

/** Throws where it is no WOFF file. */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.length < HEADER || woff.readUInt32BE(0) !== SIGNATURE) throw new Error('a font file is not WOFF');
  const entries: number[] = [];
  for (let n = 0; n < woff.readUInt16BE(12); n++) {
    const entry = HEADER + ENTRY * n;
    if (!LEFT_OUT.includes(woff.toString('latin1', entry, entry + 4))) entries.push(entry);
  }
  const count = entries.length;
  const exponent = Math.floor(Math.log2(count));
  const header = Buffer.alloc(12 + 16 * count);
  header.writeUInt32BE(woff.readUInt32BE(4), 0);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(16 * 2 ** exponent, 6);
  header.writeUInt16BE(exponent, 8);
  header.writeUInt16BE(16 * count - 16 * 2 ** exponent, 10);
  const tables: Buffer[] = [];
  let offset = header.length;
  for (const [n, entry] of entries.entries()) {
    const at = woff.readUInt32BE(entry + 4);
    const packedLength = woff.readUInt32BE(entry + 8);
    const length = woff.readUInt32BE(entry + 12);
    const packed = woff.subarray(at, at + packedLength);
    const table = packedLength < length ? inflateSync(packed) : packed;
    const place = 12 + 16 * n;
    woff.copy(header, place, entry, entry + 4);
    woff.copy(header, place + 4, entry + 16, entry + 20);
    header.writeUInt32BE(offset, place + 8);
    header.writeUInt32BE(length, place + 12);
    const padded = Buffer.alloc(Math.ceil(length / 4) * 4);
    table.copy(padded);
    tables.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([header, ...tables]);
}
