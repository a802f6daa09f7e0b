// vitest's global set-up: one PostgreSQL for the whole test run, with a migrated template database that each test file
// copies. TEST_DATABASE_URL uses a server of yours instead (its role needs CREATEDB); else an embedded one runs in a
// temporary directory, without fsync, for nothing in it outlives the run.

import { chmod, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { enterEmbeddedServer, removeDataDirectory } from './embedded-server';
import { migrate } from './migrate';

declare module 'vitest' {
  interface ProvidedContext {
    templateDatabaseUrl: string;
    /** The same for the role that the product works as, whose rights a test grants itself; null on a server of yours. */
    productDatabaseUrl: string | null;
  }
}

export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.TEST_DATABASE_URL ? givenServer(process.env.TEST_DATABASE_URL) : await temporaryServer();
  const template = `plumbline_template_${process.pid}`;
  await administer(server.url, `drop database if exists ${template}`, `create database ${template}`);
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  await migrate(url.href);
  project.provide('templateDatabaseUrl', url.href);
  project.provide('productDatabaseUrl', server.productUrl);
  return async () => {
    await administer(server.url, `drop database if exists ${template} with (force)`);
    await server.end();
  };
}

function givenServer(url: string) {
  return { url, productUrl: null, end: async () => {} };
}

async function temporaryServer() {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-test-'));
  await chmod(directory, 0o711);
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' };
  const server = await enterEmbeddedServer(directory, { settings });
  const end = async () => {
    await server.release();
    await removeDataDirectory(directory);
  };
  return { url: server.url, productUrl: server.productUrl, end };
}

async function administer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
