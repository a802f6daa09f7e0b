/**
 * Signed notes as C2SP describes them (c2sp.org/signed-note): a text, an empty line, and Ed25519 signatures that name their
 * key. Chosen because witnesses and other tools read it, and because a person does too.
 */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

const ED25519 = 0x01;
const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/;
/** What stands before the 32 bytes of a public key in its SPKI form. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** `text` ends in a line break. */
export function signNote(text: string, keyName: string, privateKey: KeyObject): string {
  const id = keyId(keyName, rawPublicKey(createPublicKey(privateKey)));
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${keyName} ${signature.toString('base64')}\n`;
}

/** The note's text when one of the keys signed it under that name, else null. Keys are the 32 bytes of each. */
export function openNote(note: string, keyName: string, publicKeys: readonly Buffer[]): string | null {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return null;
  const text = note.slice(0, split + 1);
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name, base64] = SIGNATURE_LINE.exec(line) ?? [];
    if (base64 === undefined) return null;
    const signature = Buffer.from(base64, 'base64');
    // Base64 has spare bits: of all the ways to write a signature only the one that we write counts.
    if (name !== keyName || signature.length !== 68 || signature.toString('base64') !== base64) continue;
    for (const key of publicKeys) {
      if (!keyId(keyName, key).equals(signature.subarray(0, 4))) continue;
      if (verify(null, Buffer.from(text), publicKeyOf(key), signature.subarray(4))) return text;
    }
  }
  return null;
}

/** The key as other tools take it: name, id and bytes in one word. */
export function verifierKey(keyName: string, publicKey: Buffer): string {
  const key = Buffer.concat([Buffer.of(ED25519), publicKey]).toString('base64');
  return `${keyName}+${keyId(keyName, publicKey).toString('hex')}+${key}`;
}

/** The 32 bytes of an Ed25519 public key. */
export function rawPublicKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
}

function publicKeyOf(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
}

function keyId(name: string, publicKey: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(ED25519)).update(publicKey).digest().subarray(0, 4);
}
