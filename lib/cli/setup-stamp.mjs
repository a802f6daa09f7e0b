// Whether a step of the set-up is still good: a hash over what went into it, kept beside what came out of it.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Hash over names and contents of files and, recursively, directories. What does not exist counts as absent.
 * @param {string} root
 * @param {string[]} names
 * @param {(name: string) => boolean} [skip]
 */
export function hashFiles(root, names, skip = () => false) {
  const hash = createHash('sha256');
  for (const name of names) addTo(hash, root, name, skip);
  return hash.digest('hex');
}

function addTo(hash, root, name, skip) {
  const file = path.join(root, name);
  if (!existsSync(file) || skip(name)) return;
  if (statSync(file).isDirectory()) {
    for (const entry of readdirSync(file).sort()) addTo(hash, root, `${name}/${entry}`, skip);
    return;
  }
  const bytes = readFileSync(file);
  hash.update(`${name}\0${bytes.length}\0`).update(bytes);
}

export function isFresh(stampFile, hash) {
  try {
    return readFileSync(stampFile, 'utf8') === hash;
  } catch {
    return false;
  }
}

export function writeStamp(stampFile, hash) {
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
}

/** Before a step runs: cut off half-way, it must not look done. */
export function removeStamp(stampFile) {
  rmSync(stampFile, { force: true });
}
