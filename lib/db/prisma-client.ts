// Prisma over the shared pool: no connections of its own, so the limit of connections holds for both ways to the database.

import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from './generated/client';
import { getPool } from './pool';

const KEY = Symbol.for('plumbline.prisma');

/** The Prisma client of this process; hot paths use `getPool()` and SQL instead. */
export function getPrisma(): PrismaClient {
  const holder = globalThis as typeof globalThis & { [KEY]?: { pool: pg.Pool; prisma: PrismaClient } };
  const pool = getPool();
  if (holder[KEY]?.pool !== pool) holder[KEY] = { pool, prisma: createPrisma(pool) };
  return holder[KEY].prisma;
}

/** A Prisma client over a given pool; the pool stays its owner's to close. */
export function createPrisma(pool: pg.Pool): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}
