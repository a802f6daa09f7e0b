// Playwright's global set-up: the built product as a person starts it, on a free port, with a database of its own in a
// temporary directory. It ends with Playwright, however that ends: see lib/cli/end-with-parent.mjs.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

const READY_LIMIT_MS = 120_000;

export default async function startPlumbline(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.PLUMBLINE_URL) return undefined;
  const data = await mkdtemp(path.join(os.tmpdir(), 'plumbline-e2e-'));
  await chmod(data, 0o711);
  const root = path.resolve(import.meta.dirname, '..');
  const port = await findFreePort();
  const product = spawn(process.execPath, ['--import', './lib/cli/end-with-parent.mjs', 'lib/cli/start.mjs'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      PLUMBLINE_DATA: data,
      DATABASE_URL: '',
      // However full this machine's disk is, the receiver takes what the specs send.
      PLUMBLINE_MIN_FREE_PERCENT: '0',
      PLUMBLINE_MIN_FREE_GIB: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [product.stdout, product.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(
    `${url}/api/ready`,
    () => product.exitCode !== null || product.signalCode !== null,
    () => output,
  );
  process.env.PLUMBLINE_URL = url;

  return async () => {
    const ended = once(product, 'exit');
    product.kill('SIGTERM');
    const [code] = await ended;
    await rm(data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`Plumbline ended with exit code ${code}:\n${output}`);
  };
}

async function waitUntilReady(url: string, ended: () => boolean, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS;
  while (!ended() && Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Plumbline did not become ready at ${url}. It said:\n${output()}`);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('The system gave no free port.');
  return address.port;
}
