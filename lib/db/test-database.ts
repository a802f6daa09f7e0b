// A database of its own for a test file: a copy of the migrated template (about 40 ms), so tests run side by side and
// leave nothing to each other. See test-server.ts for where the template comes from.

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import type { PrismaClient } from './generated/client';
import { createPool } from './pool';
import { createPrisma } from './prisma-client';

export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  prisma: PrismaClient;
  /** Closes the pool and removes the database; call it in afterAll. */
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const templateUrl = new URL(inject('templateDatabaseUrl'));
  const template = templateUrl.pathname.slice(1);
  const name = `plumbline_test_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name} template ${template}`);
  const url = new URL(templateUrl);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, { max: 8 });
  const prisma = createPrisma(pool);
  const drop = async () => {
    await prisma.$disconnect();
    await pool.end();
    await dropDatabase(name);
  };
  return { url: url.href, pool, prisma, drop };
}

/** Force ends sessions, but not an autovacuum that is at work there: that one is waited for. */
async function dropDatabase(name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await administer(`drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if (attempt === 50 || !(error instanceof Error && 'code' in error && error.code === NOT_ALLOWED)) throw error;
      await sleep(200);
    }
  }
}

const NOT_ALLOWED = '42501';

async function administer(statement: string): Promise<void> {
  const url = new URL(inject('templateDatabaseUrl'));
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
