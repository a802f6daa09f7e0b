import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkpointText, parseCheckpointText, splitNotes } from './checkpoint-note';
import { openNote, rawPublicKey, signNote, verifierKey } from './signed-note';

// The example of the format's first implementation, Go's golang.org/x/mod/sumdb/note.
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_TEXT = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.
`;
const GO_NOTE = `${GO_TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;
const goPublicKey = Buffer.from(GO_KEY.split('+')[2] as string, 'base64').subarray(1);

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const raw = rawPublicKey(createPublicKey(privateKey));
const checkpoint = {
  origin: 'plumbline/7b2d8a0e-0000-4000-8000-00000000000f',
  clusterName: 'prod',
  size: 12,
  root: Buffer.alloc(32, 7),
  at: 1_767_225_600_000_000,
  events: 11_500,
  previous: null,
};
const note = signNote(checkpointText(checkpoint), checkpoint.origin, privateKey);

describe('a signed note', () => {
  it('of another implementation opens, and names its key alike', () => {
    expect(openNote(GO_NOTE, 'PeterNeumann', [raw, goPublicKey])).toBe(GO_TEXT);
    expect(verifierKey('PeterNeumann', goPublicKey)).toBe(GO_KEY);
    expect(openNote(GO_NOTE, 'PeterNeumann', [raw])).toBeNull();
    expect(openNote(GO_NOTE, 'SomebodyElse', [goPublicKey])).toBeNull();
  });

  it('of ours opens', () => {
    expect(rawPublicKey(publicKey).equals(raw)).toBe(true);
    expect(parseCheckpointText(openNote(note, checkpoint.origin, [raw]) ?? '')).toEqual(checkpoint);
  });

  it('of which any byte was changed does not open', () => {
    const bytes = Buffer.from(note);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] as number) ^ change;
        expect(openNote(changed.toString('latin1'), checkpoint.origin, [raw])).toBeNull();
        expect(openNote(changed.toString('utf8'), checkpoint.origin, [raw])).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('is found again among others in one file', () => {
    expect(splitNotes('')).toEqual([]);
    expect(splitNotes(note + note + note)).toEqual([note, note, note]);
  });
});
