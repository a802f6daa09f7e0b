// How 64-bit integers of PostgreSQL reach JavaScript. Event times are microseconds since 1970 (about 1.8e15, below 2^53)
// and counts are far smaller, so a plain number is exact and is what arithmetic and JSON want. A value outside the safe
// range (a 64-bit hash) comes as a bigint: it is never rounded in silence. Select such a column as text where its type
// must not depend on its value.

import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;

function parseInt8(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function parseInt8Array(text: string): (number | bigint | null)[] {
  const body = text.slice(text.indexOf('{') + 1, -1);
  if (body === '') return [];
  return body.split(',').map((item) => (item === 'NULL' ? null : parseInt8(item)));
}

/** Type parsers for a pool or client: `new pg.Pool({ types: typesWithInt8 })`. Prisma's adapter brings its own. */
export const typesWithInt8: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === INT8) return parseInt8;
      if (oid === INT8_ARRAY) return parseInt8Array;
    }
    return pg.types.getTypeParser(oid, format);
  },
} as pg.CustomTypesConfig;
