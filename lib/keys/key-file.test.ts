import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KEY_BYTES, KeyFileError, readKey, readOrMakeKey } from './key-file';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-keys-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('a key is made once, whoever asks at the same moment, and only its owner may read it', async () => {
  const file = path.join(directory, 'keys', 'some.key');
  const keys = await Promise.all(Array.from({ length: 8 }, () => readOrMakeKey(file)));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect(keys[0]?.length).toBe(KEY_BYTES);
  expect((await readOrMakeKey(file)).equals(keys[0] as Buffer)).toBe(true);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  expect(await readdir(path.dirname(file))).toEqual(['some.key']);
});

test('two files are two keys', async () => {
  const [a, b] = await Promise.all([
    readOrMakeKey(path.join(directory, 'a.key')),
    readOrMakeKey(path.join(directory, 'b.key')),
  ]);
  expect(a.equals(b)).toBe(false);
});

test('a file that is too short is refused and left as it is', async () => {
  const file = path.join(directory, 'short.key');
  await writeFile(file, 'short');
  await expect(readOrMakeKey(file)).rejects.toThrow(KeyFileError);
  await expect(readOrMakeKey(file)).rejects.toThrow('holds 5 bytes');
  await expect(readKey(path.join(directory, 'absent.key'))).rejects.toThrow('ENOENT');
});
