/**
 * The key that signs checkpoints and prune markers. It lives outside of the database, so that whoever can write the database
 * cannot sign. Public keys that were ever used are listed beside it: after a change of key the older notes still verify.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { getEnv } from '@/lib/env';
import { rawPublicKey } from '@/lib/evidence/signed-note';
import { KeyFileError, readKey, readOrMakeKey } from '@/lib/keys/key-file';

export type SigningKey = {
  privateKey: KeyObject;
  /** 32 bytes. */
  publicKey: Buffer;
};

/** PKCS #8 of an Ed25519 key up to its 32 bytes. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key of PLUMBLINE_SIGNING_KEY, else the installation's own, which is made at its first use. */
export async function loadSigningKey(): Promise<SigningKey> {
  const { PLUMBLINE_SIGNING_KEY: given, PLUMBLINE_DATA } = getEnv();
  const file = given ?? path.join(PLUMBLINE_DATA, 'keys', 'checkpoint.key');
  const bytes = given ? await readGiven(given) : await readOrMakeKey(file);
  const privateKey = toPrivateKey(bytes, file);
  const publicKey = rawPublicKey(createPublicKey(privateKey));
  await remember(publicKey);
  return { privateKey, publicKey };
}

/** All public keys of this installation, 32 bytes each; none before the first signature. */
export async function knownPublicKeys(): Promise<Buffer[]> {
  const text = await readFile(listFile(), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return [...new Set(text.split('\n'))].map((line) => Buffer.from(line, 'base64')).filter((key) => key.length === 32);
}

async function remember(publicKey: Buffer): Promise<void> {
  const known = await knownPublicKeys();
  if (known.some((key) => key.equals(publicKey))) return;
  await appendFile(listFile(), `${publicKey.toString('base64')}\n`, { mode: 0o644 });
}

function listFile(): string {
  const { PLUMBLINE_DATA, PLUMBLINE_SIGNING_KEY: given } = getEnv();
  return given ? `${given}.public` : path.join(PLUMBLINE_DATA, 'keys', 'checkpoint-public-keys.txt');
}

async function readGiven(file: string): Promise<Buffer> {
  try {
    return await readKey(file);
  } catch (error) {
    if (error instanceof KeyFileError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new KeyFileError(`PLUMBLINE_SIGNING_KEY names a file that cannot be read: ${reason}.`);
  }
}

/** 32 random bytes, or an Ed25519 key in PEM as `openssl genpkey -algorithm ed25519` writes it. */
function toPrivateKey(bytes: Buffer, file: string): KeyObject {
  const isPem = bytes.subarray(0, 10).toString('latin1') === '-----BEGIN';
  if (!isPem && bytes.length === 32) {
    return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, bytes]), format: 'der', type: 'pkcs8' });
  }
  const key = isPem ? createPrivateKey(bytes) : null;
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new KeyFileError(`${file} holds no Ed25519 key: expected 32 random bytes, or an Ed25519 private key in PEM.`);
}
