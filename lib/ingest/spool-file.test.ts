import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { skipWithReason } from '@/lib/skip-with-reason';
import { DiskFullError, writeSpoolFile } from './spool-file';

async function* megabytes(count: number) {
  for (let i = 0; i < count; i++) yield Buffer.alloc(1 << 20);
}

const skipped = skipWithReason(existsSync('/dev/full'), 'a full disk', 'this system has no /dev/full');

describe.skipIf(skipped)('a full disk', () => {
  it('is told in a sentence', async () => {
    const written = writeSpoolFile('/dev/full', megabytes(3), () => {}, new AbortController().signal);
    await expect(written).rejects.toThrow(DiskFullError);
    await expect(written).rejects.toThrow('The disk is full where Plumbline keeps uploads');
  });
});
