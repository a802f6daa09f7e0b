import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkNode } from './setup.mjs';
import { hashFiles, isFresh, removeStamp, writeStamp } from './setup-stamp.mjs';
import { countPlaywright, countVitest } from './test-run.mjs';

describe('stamps', () => {
  let root: string;
  const hash = () => hashFiles(root, ['lib', 'lock.json', 'absent'], (name: string) => name.endsWith('.test.ts'));

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'plumbline-setup-'));
    await mkdir(path.join(root, 'lib/deep'), { recursive: true });
    await writeFile(path.join(root, 'lib/deep/a.ts'), 'a');
    await writeFile(path.join(root, 'lock.json'), '{}');
  });
  afterEach(() => rm(root, { recursive: true }));

  test.each([
    ['a changed source', 'lib/deep/a.ts', 'b'],
    ['a new source', 'lib/b.ts', ''],
    ['a changed lock', 'lock.json', '{ }'],
  ])('%s is noticed', async (_, file, content) => {
    const before = hash();
    expect(hash()).toBe(before);
    await writeFile(path.join(root, file), content);
    expect(hash()).not.toBe(before);
  });

  test('what is skipped changes nothing', async () => {
    const before = hash();
    await writeFile(path.join(root, 'lib/a.test.ts'), 'x');
    expect(hash()).toBe(before);
  });

  test('content that moves from one file to another is noticed', async () => {
    await writeFile(path.join(root, 'lib/b.ts'), '');
    const before = hash();
    await writeFile(path.join(root, 'lib/b.ts'), 'a');
    await writeFile(path.join(root, 'lib/deep/a.ts'), '');
    expect(hash()).not.toBe(before);
  });

  test('a stamp is fresh for its own hash only, until removed', () => {
    const stamp = path.join(root, 'out/stamp');
    expect(isFresh(stamp, 'one')).toBe(false);
    writeStamp(stamp, 'one');
    expect(isFresh(stamp, 'one')).toBe(true);
    expect(isFresh(stamp, 'two')).toBe(false);
    removeStamp(stamp);
    expect(isFresh(stamp, 'one')).toBe(false);
  });
});

test('an old Node.js is refused with what to do', () => {
  for (const version of ['20.19.0', '22.0.0', '24.1.0']) expect(() => checkNode(version)).not.toThrow();
  for (const version of ['18.20.0', '20.18.9'])
    expect(() => checkNode(version)).toThrow(/needs Node.js 20.19 or newer/);
});

test('a test file that cannot be loaded counts as a failure', () => {
  const loaded = { status: 'passed', assertionResults: [{ status: 'passed' }] };
  const broken = { status: 'failed', assertionResults: [] };
  const report = { numPassedTests: 1, numFailedTests: 0, testResults: [loaded, broken] };
  expect(countVitest(report)).toEqual({ passed: 1, failed: 1 });
});

test('an error outside of browser tests counts as a failure', () => {
  const report = { stats: { expected: 3, flaky: 1, unexpected: 0 }, errors: [{ message: 'set-up' }] };
  expect(countPlaywright(report)).toEqual({ passed: 4, failed: 1 });
});
