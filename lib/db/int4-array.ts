/**
 * A parameter of type int[] in PostgreSQL's binary form. As text, which the driver makes of an array, thousands of numbers
 * cost both sides more than the statement that takes them.
 */

const INT4_OID = 23;
/** Dimensions, whether there are nulls, the type, then length and lower bound of the one dimension. */
const HEADER_BYTES = 20;
const VALUE_BYTES = 8;

/** Integers of 32 bits, none missing. */
export function int4Array(values: ArrayLike<number>): Buffer {
  const { length } = values;
  const array = Buffer.allocUnsafe(HEADER_BYTES + VALUE_BYTES * length);
  let offset = array.writeInt32BE(1, 0);
  offset = array.writeInt32BE(0, offset);
  offset = array.writeInt32BE(INT4_OID, offset);
  offset = array.writeInt32BE(length, offset);
  offset = array.writeInt32BE(1, offset);
  for (let i = 0; i < length; i++) {
    offset = array.writeInt32BE(4, offset);
    offset = array.writeInt32BE(values[i] as number, offset);
  }
  return array;
}
