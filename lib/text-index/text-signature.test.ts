import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addToSignature, mayHold, SIGNATURE_BYTES, signatureBits } from './text-signature';

function signatureOf(...texts: Uint8Array[]): Uint8Array {
  const signature = new Uint8Array(SIGNATURE_BYTES);
  for (const text of texts) addToSignature(signature, text);
  return signature;
}

const letters = fc.constantFrom('a', 'Z', '-', '0', 'f', '"', '\\', ' ', 'é', '\u0000', '😀');
const pieces = fc.oneof(fc.string(), fc.string({ unit: letters, maxLength: 60 }), fc.uuid());
const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => Buffer.from(parts.join('')));

describe('A signature', () => {
  test('never denies what is there', () => {
    fc.assert(
      fc.property(texts, texts, fc.nat(), fc.nat(), (text, other, from, length) => {
        const start = text.length === 0 ? 0 : from % text.length;
        const piece = text.subarray(start, start + (length % (text.length - start + 1)));
        expect(mayHold(signatureOf(other, text), signatureBits(piece))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('leaves out what stands before the start', () => {
    const text = Buffer.from('xyzabc');
    const signature = new Uint8Array(SIGNATURE_BYTES);
    addToSignature(signature, text, 3);
    expect(mayHold(signature, signatureBits(Buffer.from('abc')))).toBe(true);
    expect(mayHold(signature, signatureBits(Buffer.from('xyz')))).toBe(false);
  });

  test('does not tell capital letters from small ones', () => {
    expect(mayHold(signatureOf(Buffer.from('SH.Helm.Release')), signatureBits(Buffer.from('sh.helm.release')))).toBe(
      true,
    );
  });

  test('knows a UUID among ten thousand others', () => {
    const held = Array.from({ length: 10_000 }, () => randomUUID());
    const signature = signatureOf(Buffer.from(held.join('","')));
    for (const uuid of held.slice(0, 500)) {
      expect(mayHold(signature, signatureBits(Buffer.from(uuid)))).toBe(true);
      expect(mayHold(signature, signatureBits(Buffer.from(uuid.toUpperCase())))).toBe(true);
    }
    const strangers = Array.from({ length: 2000 }, () => signatureBits(Buffer.from(randomUUID())));
    expect(strangers.filter((bits) => mayHold(signature, bits)).length).toBeLessThan(20);
  });

  test('says nothing of less than three letters', () => {
    expect(signatureBits(Buffer.from('ab')).length).toBe(0);
  });
});
