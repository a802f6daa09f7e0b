// For tests: a test database with the role that the product works as, granted what product-role.ts grants.

import type pg from 'pg';
import { inject } from 'vitest';
import { createPool } from './pool';
import { grantToProduct } from './product-role';
import { createTestDatabase, type TestDatabase } from './test-database';

/** `url` and `pool` are the owner's, as ever. */
export interface ProductDatabase extends TestDatabase {
  productUrl: string;
  /** Connections of the role. */
  product: pg.Pool;
}

/** On a server of yours (TEST_DATABASE_URL), whose role may make no other, the product's role is the owner. */
export const hasProductRole = () => inject('productDatabaseUrl') !== null;

export async function createProductDatabase(): Promise<ProductDatabase> {
  const database = await createTestDatabase();
  const given = inject('productDatabaseUrl');
  if (given === null) return { ...database, productUrl: database.url, product: database.pool };
  const url = new URL(given);
  url.pathname = new URL(database.url).pathname;
  await grantToProduct(database.url, url.href);
  const product = createPool(url.href, { max: 4 });
  const drop = async () => {
    await product.end();
    await database.drop();
  };
  return { ...database, productUrl: url.href, product, drop };
}
