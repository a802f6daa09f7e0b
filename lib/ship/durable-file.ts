// Writing a file so that after a power cut it is there whole or not at all: its bytes and then its name reach the disk.

import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.tmp`;
  try {
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncDirectory(path.dirname(file));
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
